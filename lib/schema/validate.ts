import type { ErrorObject } from "ajv";
import { byPlace, type Finding } from "../finding.ts";
import type { Located } from "../yaml/index.ts";
import { reduceBranches } from "./branches.ts";
import { findingOf, type Holders, isUnknownKey, meantKey } from "./messages.ts";

/** A compiled schema: compile(), or its ready-made code. It keeps the errors of its last call, as ajv's functions do. */
export interface Validator {
  (value: unknown): boolean;
  errors?: ErrorObject[] | null;
}

export interface ValidateOptions {
  /** The name that the findings carry. */
  readonly check: string;
  /** What to validate instead of the document's own value, of which the places are. */
  readonly value?: unknown;
  /** Where a key is known that stands in the wrong place; nothing is told of that when absent. */
  readonly holders?: () => Holders;
  /** Keys of other files that people write at the top of this one, and where they belong. */
  readonly elsewhere?: Readonly<Record<string, string>> | undefined;
}

/** What a schema says against a document, one finding for each fault. An empty document (undefined) counts as null. */
export function validate(validator: Validator, document: Located, options: ValidateOptions): Finding[] {
  const value = "value" in options ? options.value : document.value;
  if (validator(value ?? null)) return [];
  return withoutEchoes(reduceBranches(validator.errors ?? []))
    .map((error) => findingOf(error, document, options))
    .sort(byPlace);
}

/** One fault often breaks several keywords; the ones that only repeat it are left out. */
function withoutEchoes(errors: readonly ErrorObject[]): ErrorObject[] {
  const wrongType = new Set(errors.filter(({ keyword }) => keyword === "type").map(({ instancePath }) => instancePath));
  const meant = new Set(errors.filter(isUnknownKey).map((error) => `${error.instancePath}/${meantKey(error)}`));
  const seen = new Set<string>();
  return errors.filter((error) => {
    const { keyword, instancePath, params } = error;
    if (keyword === "if" || keyword === "propertyNames") return false;
    if (keyword !== "type" && wrongType.has(instancePath)) return false;
    if (keyword === "required" && meant.has(`${instancePath}/${params.missingProperty}`)) return false;
    const identity = JSON.stringify([keyword, instancePath, params, error.propertyName]);
    if (seen.has(identity)) return false;
    seen.add(identity);
    return true;
  });
}
