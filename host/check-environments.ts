import { checkEnvironment } from "../lib/check/across/environment.ts";
import { withoutIgnored } from "../lib/environment/load.ts";
import type { Finding } from "../lib/finding.ts";
import { CHECKOUT } from "./checkout.ts";
import type { Checked } from "./commands/check.ts";
import { destinationOf, siteOf } from "./deploy/site.ts";
import { type ReadEnvironment, readEnvironments } from "./read-environment.ts";

/** Findings of every environment of the checkout: its own files, and what they mean together. */
export async function checkEnvironments(): Promise<Checked> {
  const read = [...(await readEnvironments(CHECKOUT)).values()];
  const texts = new Map(read.flatMap(({ sources }) => [...sources]));
  const findings = (await Promise.all(read.map(checkWhole))).flat();
  return { findings, source: (file) => texts.get(file) };
}

/** Findings of an environment's own files, and, where they can be used, of what they mean together. */
export async function checkWhole({ environment, findings, sources }: ReadEnvironment): Promise<Finding[]> {
  if (environment === undefined) return [...findings];
  const site = siteOf(environment, await destinationOf(environment));
  return [...findings, ...withoutIgnored(checkEnvironment(environment, site), sources)];
}
