import type { Operand, Pipeline, Span, Statement, Template } from "./ast.ts";

/** A chain of fields that a template reads: `.Labels.job`, `$labels.job`, and `index .Labels "job"` alike. */
export interface FieldUse extends Span {
  /** `.`, `$`, or a variable with its dollar. */
  readonly base: string;
  readonly fields: readonly string[];
  /** Whether `.` is still what the program gave: inside `range`, `with` and `define` it is something else. */
  readonly isOuterDot: boolean;
}

/** A template that is called by name. */
export interface TemplateUse extends Span {
  readonly name: string;
}

/** All fields that a template reads, in the order in which they stand. */
export function fieldsOf(template: Template): FieldUse[] {
  const defined = [...template.defines.values()].flatMap((statements) => fieldsOfStatements(statements, false));
  return [...fieldsOfStatements(template.statements, true), ...defined].sort((a, b) => a.start - b.start);
}

/** All templates that a template calls, in the order in which they stand. */
export function templatesUsedBy(template: Template): TemplateUse[] {
  const all = [template.statements, ...template.defines.values()].flat();
  return all.flatMap(callsOf).sort((a, b) => a.start - b.start);
}

function callsOf(statement: Statement): TemplateUse[] {
  if (statement.kind === "template") return [statement];
  return "body" in statement ? [...statement.body, ...statement.otherwise].flatMap(callsOf) : [];
}

function fieldsOfStatements(statements: readonly Statement[], isOuterDot: boolean): FieldUse[] {
  return statements.flatMap((statement) => {
    const read = "pipeline" in statement ? fieldsOfPipeline(statement.pipeline, isOuterDot) : [];
    if (!("body" in statement)) return read;
    const inner = isOuterDot && statement.kind === "if";
    return [
      ...read,
      ...fieldsOfStatements(statement.body, inner),
      ...fieldsOfStatements(statement.otherwise, isOuterDot),
    ];
  });
}

const fieldsOfPipeline = (pipeline: Pipeline | undefined, isOuterDot: boolean): FieldUse[] =>
  (pipeline?.commands ?? []).flatMap((command) => fieldsOfCommand(command, isOuterDot));

function fieldsOfCommand(command: readonly Operand[], isOuterDot: boolean): FieldUse[] {
  const [first, second, third] = command;
  if (first?.kind === "call" && first.name === "index" && second?.kind === "path" && third?.kind === "string") {
    const { base, fields, start } = second;
    return [{ base, fields: [...fields, third.value], start, end: third.end, isOuterDot }];
  }
  return command.flatMap((operand) => fieldsOfOperand(operand, isOuterDot));
}

function fieldsOfOperand(operand: Operand, isOuterDot: boolean): FieldUse[] {
  if (operand.kind === "group") return fieldsOfPipeline(operand.pipeline, isOuterDot);
  if (operand.kind !== "path") return [];
  const { base, fields, start, end } = operand;
  return fields.length === 0 ? [] : [{ base, fields, start, end, isOuterDot }];
}
