import { CHECKOUT } from "../host/checkout.ts";
import { destinationOf, siteOf } from "../host/deploy/site.ts";
import { Refused } from "../host/errors.ts";
import { readEnvironment } from "../host/read-environment.ts";
import { output } from "../host/run.ts";
import { loadEnvironment } from "../lib/environment/load.ts";
import { render } from "../lib/render/index.ts";
import { elapsed, loadNow, median } from "./support/measure.ts";

const ENVIRONMENT = "task-processor";
const COLD_RUNS = 7;
const WARM_RUNS = 200;
/** Milliseconds for an environment that is loaded: the goal of issue 3. */
const GOAL = 50;

interface Times {
  readonly load: number;
  readonly render: number;
}

/** `bench.mjs render`: lib/ from the texts of an environment to its files, in a new process each time, and again when warm. */
export async function main([mode]: readonly string[]): Promise<number> {
  const once = await prepared();
  if (mode === "once") {
    console.log(JSON.stringify(await once()));
    return 0;
  }
  const cold: Times[] = [];
  for (let index = 0; index < COLD_RUNS; index += 1) {
    cold.push(JSON.parse(await output([process.execPath, `${CHECKOUT}/scripts/bench.mjs`, "render", "once"])));
  }
  const warm: Times[] = [];
  for (let index = 0; index < WARM_RUNS; index += 1) warm.push(await once());
  console.log(`${ENVIRONMENT}: medians, of ${COLD_RUNS} new processes and of ${WARM_RUNS} warm runs; ${loadNow()}`);
  console.log(line("cold", cold));
  console.log(line("warm", warm));
  return median(cold.map((times) => times.render)) <= GOAL ? 0 : 1;
}

/** All reading of disks comes before; what is left is lib/ alone. */
async function prepared(): Promise<() => Promise<Times>> {
  const { environment, sources, findings } = await readEnvironment(CHECKOUT, ENVIRONMENT);
  if (environment === undefined) throw new Refused(findings);
  const site = siteOf(environment, await destinationOf(environment));
  return async () => ({
    load: await elapsed(() => loadEnvironment(sources, environment.folder)),
    render: await elapsed(() => render(environment, site)),
  });
}

const line = (what: string, times: readonly Times[]): string => {
  const ms = (key: keyof Times) => `${median(times.map((each) => each[key])).toFixed(1)} ms`;
  return `${what}: render ${ms("render")} (goal ${GOAL} ms), load and validate ${ms("load")}`;
};
