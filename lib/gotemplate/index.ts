export type { TemplateFault } from "./ast.ts";
export { alertmanagerDialect, functionSince, goDialect, prometheusDialect } from "./dialects.ts";
export { type FieldUse, fieldsOf, templatesUsedBy } from "./fields.ts";
export { type Dialect, parseTemplate } from "./parse.ts";
