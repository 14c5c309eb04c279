import { check } from "../lib/check/index.ts";
import type { Environment } from "../lib/environment/environment.ts";
import type { Finding } from "../lib/finding.ts";
import { CHECKOUT } from "./checkout.ts";
import type { Checked } from "./commands/check.ts";
import { destinationOf, siteOf } from "./deploy/site.ts";
import { readEnvironments } from "./read-environment.ts";

/** Findings of every environment of the checkout: its own files, and what they mean together. */
export async function checkEnvironments(): Promise<Checked> {
  const read = [...(await readEnvironments(CHECKOUT)).values()];
  const texts = new Map(read.flatMap(({ sources }) => [...sources]));
  const own = read.flatMap(({ findings }) => findings);
  const judged = await Promise.all(read.flatMap(({ environment }) => environment ?? []).map(checkEnvironment));
  return { findings: [...own, ...judged.flat()], source: (file) => texts.get(file) };
}

async function checkEnvironment(environment: Environment): Promise<Finding[]> {
  const site = siteOf(environment, await destinationOf(environment));
  const versions = { prometheus: site.version("prometheus"), alertmanager: site.version("alertmanager") };
  const options = { versions, environment };
  return [
    ...check(environment.rules, { ...options, kind: "rules" }),
    ...check(environment.slos, { ...options, kind: "slo" }),
  ];
}
