import type { Operand, Pipeline, TemplateFault } from "./ast.ts";
import { type Cursor, Stop, unexpected } from "./cursor.ts";
import type { Token, TokenKind } from "./lex.ts";
import { isCharacter, isNumber, unquote } from "./literals.ts";

const OPERANDS: ReadonlySet<TokenKind> = new Set([
  "literal",
  "char",
  "number",
  "string",
  "rawString",
  "dot",
  "field",
  "variable",
  "identifier",
  "(",
]);

const ENDS_OF_COMMAND: ReadonlySet<TokenKind> = new Set(["close", ")", "pipe"]);

/** Parses what stands inside the delimiters, and knows which functions and variables exist at this point. */
export class PipelineParser {
  readonly faults: TemplateFault[] = [];
  /** Those that are visible here; the statements' parser opens and closes their scopes. */
  variables: string[] = [];
  private readonly cursor: Cursor;
  private readonly functions: readonly string[];

  constructor(cursor: Cursor, functions: ReadonlySet<string>) {
    this.cursor = cursor;
    this.functions = [...functions];
  }

  /** Up to `end`, which is consumed. `context` names the place in messages. */
  pipeline(context: string, end: "close" | ")"): Pipeline {
    const opener = this.cursor.peek();
    this.declarations(context);
    const commands: Operand[][] = [];
    while (this.cursor.peek().kind !== end) {
      if (!this.atOperand()) throw unexpected(this.cursor.peek(), `in ${context}`);
      commands.push(this.command());
    }
    const { end: last } = this.cursor.next();
    if (commands.length === 0) throw new Stop(`${context} needs a value`, opener);
    for (const [operand] of commands.slice(1)) {
      if (operand !== undefined && isValue(operand)) throw new Stop("nothing can be piped into a value", operand);
    }
    return { commands, end: last };
  }

  /** `$x :=`, `$x =`, and in a range `$i, $x :=`. */
  private declarations(context: string): void {
    for (let count = 1; this.cursor.peek().kind === "variable"; count += 1) {
      const operator = this.cursor.peek(1);
      const isList = operator.text === ",";
      if (operator.kind !== "assign" && operator.kind !== "declare" && !isList) return;
      this.variables.push(this.cursor.next().text);
      this.cursor.skip(1);
      if (!isList) return;
      if (context !== "range" || count > 1) throw new Stop("too many variables are declared here", operator);
      const next = this.cursor.peek();
      if (!["variable", "close", ")"].includes(next.kind)) throw unexpected(next, "in `range`");
    }
  }

  private command(): Operand[] {
    const operands: Operand[] = [];
    for (;;) {
      if (this.atOperand()) operands.push(this.operand());
      const next = this.cursor.peekOrSpace();
      if (next.kind !== "close" && next.kind !== ")") this.cursor.nextOrSpace();
      if (next.kind === "space") continue;
      if (!ENDS_OF_COMMAND.has(next.kind)) throw unexpected(next, "in a command");
      if (operands.length === 0) throw new Stop("a command is empty", next);
      return operands;
    }
  }

  private atOperand(): boolean {
    return OPERANDS.has(this.cursor.peek().kind) || this.cursor.isKeyword("nil");
  }

  private operand(): Operand {
    const token = this.cursor.next();
    const term = this.term(token);
    const fields: string[] = [];
    let { end } = term;
    while (this.cursor.peekOrSpace().kind === "field") {
      const field = this.cursor.nextOrSpace();
      fields.push(field.text.slice(1));
      end = field.end;
    }
    if (fields.length === 0) return term;
    if (!("fields" in term) || token.kind === "dot") throw new Stop(`\`${token.text}\` has no fields`, token);
    return { ...term, fields: [...term.fields, ...fields], end };
  }

  private term(token: Token): Operand {
    const { kind, text, start, end } = token;
    switch (kind) {
      case "dot":
        return { kind: "path", base: ".", fields: [], start, end };
      case "field":
        return { kind: "path", base: ".", fields: [text.slice(1)], start, end };
      case "variable":
        this.requireKnown("variable", token, this.variables);
        return { kind: "path", base: text, fields: [], start, end };
      case "identifier":
        this.requireKnown("function", token, this.functions);
        return { kind: "call", name: text, fields: [], start, end };
      case "(":
        return this.group(token);
      case "string":
      case "rawString":
        return this.string(token);
      default:
        return this.literal(token);
    }
  }

  private group({ start }: Token): Operand {
    const pipeline = this.pipeline("the parentheses", ")");
    return { kind: "group", pipeline, fields: [], start, end: pipeline.end };
  }

  private string(token: Token): Operand {
    const value = unquote(token.text);
    if (value === undefined) throw new Stop("the string holds an escape that Go does not know", token);
    return { kind: "string", value, start: token.start, end: token.end };
  }

  private literal(token: Token): Operand {
    const isWrong =
      (token.kind === "number" && !isNumber(token.text)) || (token.kind === "char" && !isCharacter(token.text));
    if (isWrong) throw new Stop(`\`${token.text}\` is not a ${token.kind === "char" ? "character" : "number"}`, token);
    return { kind: "literal", start: token.start, end: token.end };
  }

  private requireKnown(what: string, { text, start, end }: Token, known: readonly string[]): void {
    if (known.includes(text)) return;
    this.faults.push({ message: `the ${what} \`${text}\` is not defined`, start, end, unknown: { name: text, known } });
  }
}

const isValue = (operand: Operand): boolean =>
  operand.kind === "string" ||
  operand.kind === "literal" ||
  (operand.kind === "path" && operand.base === "." && operand.fields.length === 0);
