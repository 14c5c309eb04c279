import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { alertmanagerSchema } from "../../lib/check/alertmanager/schema/index.ts";
import { blackboxSchema } from "../../lib/check/blackbox/schema.ts";
import { prometheusSchema } from "../../lib/check/prometheus/schema/index.ts";
import { rulesSchema } from "../../lib/check/rules/schema.ts";
import { sloSchema } from "../../lib/check/slo/schema.ts";
import { testsSchema } from "../../lib/check/tests/schema.ts";
import { webSchema } from "../../lib/check/web/schema.ts";
import { environmentSchema, localSchema, queriesSchema } from "../../lib/environment/schema.ts";
import type { JsonSchema } from "../../lib/schema/compile.ts";
import { referenceTable, withReferences } from "../../lib/schema/reference.ts";
import { CHECKOUT } from "../checkout.ts";
import { writeFiles } from "../writer.ts";

const SCHEMAS = {
  alertmanager: alertmanagerSchema,
  blackbox: blackboxSchema,
  environment: environmentSchema,
  local: localSchema,
  queries: queriesSchema,
  prometheus: prometheusSchema,
  rules: rulesSchema,
  slo: sloSchema,
  tests: testsSchema,
  web: webSchema,
};

/** The schemas that editors use, as files of the checkout: a configuration file names its own in its first line. */
export const schemaFiles = () =>
  Object.entries(SCHEMAS).map(([name, schema]) => ({
    path: `schemas/${name}.schema.json`,
    text: `${JSON.stringify(schema, undefined, 1)}\n`,
  }));

const REFERENCE = "docs/environment.md";

/** The page that documents environment.yml, with its tables as the schemas have them now. */
export async function referencePage() {
  const { $defs: components = {}, ...environment } = environmentSchema as Record<string, JsonSchema>;
  const schemas = { environment, local: localSchema, ...(components as Record<string, JsonSchema>) };
  const tables = Object.entries(schemas).map(([name, schema]) => [name, referenceTable(schema)] as const);
  const page = await readFile(join(CHECKOUT, REFERENCE), "utf8");
  return { path: REFERENCE, text: withReferences(page, Object.fromEntries(tables)) };
}

/** `schemas`: writes schemas/, and the tables of docs/environment.md, anew from what lib/ says. */
export async function main(): Promise<number> {
  await writeFiles(CHECKOUT, [...schemaFiles(), await referencePage()]);
  return 0;
}
