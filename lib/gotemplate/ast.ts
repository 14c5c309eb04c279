/** What a template consists of. Offsets count UTF-16 units from 0. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `.A.B` (base "."), `$x.A.B` (base "$x"), `(pipeline).A`, a literal or a function's name. */
export type Operand =
  | (Span & { readonly kind: "path"; readonly base: string; readonly fields: readonly string[] })
  | (Span & { readonly kind: "group"; readonly pipeline: Pipeline; readonly fields: readonly string[] })
  | (Span & { readonly kind: "call"; readonly name: string; readonly fields: readonly string[] })
  | (Span & { readonly kind: "string"; readonly value: string })
  | (Span & { readonly kind: "literal" });

export interface Pipeline {
  /** Each command is an operand and its arguments. */
  readonly commands: readonly (readonly Operand[])[];
  /** After its delimiter. */
  readonly end: number;
}

export type Statement =
  | { readonly kind: "text"; readonly isBlank: boolean }
  | { readonly kind: "action"; readonly pipeline: Pipeline }
  | { readonly kind: "jump" }
  | {
      readonly kind: "if" | "range" | "with";
      readonly pipeline: Pipeline;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | (Span & { readonly kind: "template"; readonly name: string; readonly pipeline?: Pipeline });

/** A template, the ones that it defines (`define`, `block`) by name, and what is wrong with it. */
export interface Template {
  readonly statements: readonly Statement[];
  readonly defines: ReadonlyMap<string, readonly Statement[]>;
  readonly faults: readonly TemplateFault[];
}

export interface TemplateFault extends Span {
  readonly message: string;
  /** A name that the template uses and the dialect lacks: what could have been meant is then found among `known`. */
  readonly unknown?: { readonly name: string; readonly known: readonly string[] };
}
