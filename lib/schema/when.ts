import type { JsonSchema } from "./compile.ts";

/**
 * JSON Schema's `if`, `then` and `else`: only what applies is judged, so a mistake is reported by the one form that was meant,
 * which `anyOf` leaves open.
 */
export const when = (condition: JsonSchema, consequence: JsonSchema, otherwise: JsonSchema = {}): JsonSchema => ({
  if: condition,
  // biome-ignore lint/suspicious/noThenProperty: the keyword's name; nobody awaits a schema.
  then: consequence,
  else: otherwise,
});
