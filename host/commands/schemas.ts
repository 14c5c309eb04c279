import { alertmanagerSchema } from "../../lib/check/alertmanager/schema/index.ts";
import { blackboxSchema } from "../../lib/check/blackbox/schema.ts";
import { prometheusSchema } from "../../lib/check/prometheus/schema/index.ts";
import { rulesSchema } from "../../lib/check/rules/schema.ts";
import { sloSchema } from "../../lib/check/slo/schema.ts";
import { webSchema } from "../../lib/check/web/schema.ts";
import { environmentSchema, localSchema } from "../../lib/environment/schema.ts";
import { CHECKOUT } from "../checkout.ts";
import { writeFiles } from "../writer.ts";

const SCHEMAS = {
  alertmanager: alertmanagerSchema,
  blackbox: blackboxSchema,
  environment: environmentSchema,
  local: localSchema,
  prometheus: prometheusSchema,
  rules: rulesSchema,
  slo: sloSchema,
  web: webSchema,
};

/** The schemas that editors use, as files of the checkout: a configuration file names its own in its first line. */
export const schemaFiles = () =>
  Object.entries(SCHEMAS).map(([name, schema]) => ({
    path: `schemas/${name}.schema.json`,
    text: `${JSON.stringify(schema, undefined, 1)}\n`,
  }));

/** `schemas`: writes schemas/ anew from what lib/ says. */
export async function main(): Promise<number> {
  await writeFiles(CHECKOUT, schemaFiles());
  return 0;
}
