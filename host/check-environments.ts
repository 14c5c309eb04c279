import { checkEnvironment } from "../lib/check/across/environment.ts";
import type { Environment } from "../lib/environment/environment.ts";
import { withoutIgnored } from "../lib/environment/load.ts";
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
  const judged = await Promise.all(read.flatMap(({ environment }) => environment ?? []).map(checkOne));
  return { findings: [...own, ...withoutIgnored(judged.flat(), texts)], source: (file) => texts.get(file) };
}

const checkOne = async (environment: Environment): Promise<Finding[]> =>
  checkEnvironment(environment, siteOf(environment, await destinationOf(environment)));
