import type { Declared, Environment } from "../../lib/environment/environment.ts";
import { render } from "../../lib/render/index.ts";
import { didYouMean } from "../../lib/schema/index.ts";
import { misuse, readArguments } from "../arguments.ts";
import { CHECKOUT } from "../checkout.ts";
import { ask, type Get, Unanswered } from "../clients/ask.ts";
import { compose } from "../deploy/compose.ts";
import { readPlan } from "../deploy/plan.ts";
import { destinationOf, siteOf, targetOf } from "../deploy/site.ts";
import { Refused, UserError } from "../errors.ts";
import { get } from "../http.ts";
import { readEnvironment } from "../read-environment.ts";
import { recordComponent, recordJob, roomOf } from "../record.ts";
import { contextOf } from "../verify/context.ts";

const USAGE = {
  command: "npx zx scripts/record.mjs ENV NAME [URL…], or COMPONENT URL…",
  about: `Keeps what a running program exposes as a sample, by which checks know its metrics: of a component for all environments, of an app
or another job for its own environment.`,
  flags: { version: { value: "VERSION", about: "the version of the program, where its metrics do not tell" } },
};
const IS_URL = /^https?:\/\//;
/** Of the larger exporters an answer takes seconds. */
const SECONDS = 30;

/**
 * `record ENV NAME [URL…]` or `record COMPONENT URL…`: keeps what a running program exposes, as a sample by which checks know
 * it. Of a component the sample is every environment's, of an app or another job its own environment's. Misuse throws with 2.
 */
export async function main(args: readonly string[]): Promise<number> {
  const { words, version } = read(args);
  const [first = "", second = "", ...more] = words;
  if (IS_URL.test(second)) {
    roomOf(first); // before anybody is asked
    console.log(await recordComponent(first, await Promise.all([second, ...more].map(metricsAt)), version));
    return 0;
  }
  const { environment, findings } = await readEnvironment(CHECKOUT, first);
  if (environment === undefined) throw new Refused(findings);
  const servers = environment.components.filter(({ component }) => component === second && component !== "app");
  console.log(
    servers.length > 0 && more.length === 0
      ? await recordComponent(second, await deployed(environment, servers), version)
      : await recordOwn(environment, second, more),
  );
  return 0;
}

function read(args: readonly string[]): { readonly words: readonly string[]; readonly version: string | undefined } {
  const { values, positionals } = readArguments(args, USAGE);
  const [, , ...urls] = positionals;
  if (positionals.length < 2) throw misuse(USAGE, "say whose metrics, and where they are");
  if (!urls.every((word) => IS_URL.test(word))) throw misuse(USAGE, "what comes third and after is a URL");
  return { words: positionals, version: values.version };
}

/** Records a job of the environment's own: an app, or one of its Prometheus's `scrape_configs`. */
async function recordOwn(environment: Environment, job: string, urls: readonly string[]): Promise<string> {
  const jobs = await jobsOf(environment);
  if (!jobs.includes(job)) {
    throw new UserError(`${environment.name} has no component and no job "${job}"${didYouMean(job, jobs)}`, {
      exitCode: 2,
      help: `its jobs: ${jobs.join(", ")}`,
    });
  }
  if (!/^[\w.-]+$/.test(job)) throw new UserError(`the job's name "${job}" cannot be a file's`);
  const apps = environment.components.filter(({ component, name, settings }) => {
    return component === "app" && (settings.job ?? name) === job;
  });
  if (apps.some(({ settings }) => settings.app !== undefined)) {
    throw new UserError(`${job} declares its metrics: there is nothing to record`, { exitCode: 2 });
  }
  const images = apps.filter(({ settings }) => settings.image !== undefined);
  if (urls.length === 0 && images.length === 0) {
    throw misuse(USAGE, `${job} is not deployed from here: say where it is`);
  }
  const texts = urls.length > 0 ? await Promise.all(urls.map(metricsAt)) : await deployed(environment, images);
  return recordJob(environment.folder, job, texts);
}

async function jobsOf(environment: Environment): Promise<readonly string[]> {
  const site = siteOf(environment, await destinationOf(environment));
  const own = environment.components.flatMap(
    ({ settings }) => (settings.scrape_configs ?? []) as { job_name: string }[],
  );
  return [...render(environment, site).contributions.scrape, ...own].map(({ job_name }) => job_name);
}

const metricsAt = (url: string): Promise<string> => answerOf(url, () => get(url, SECONDS), new URL(url).pathname);

/** Here a program that does not answer is the user's to mend. */
const answerOf = (name: string, way: Get, path: string): Promise<string> =>
  ask(name, way, path).catch((error: unknown) => {
    throw error instanceof Unanswered ? new UserError(error.message) : error;
  });

/** What these say of themselves where the environment is deployed. */
async function deployed(environment: Environment, servers: readonly Declared[]): Promise<readonly string[]> {
  const composed = await compose(environment);
  const target = targetOf(composed.destination);
  const plan = (await target.owner()) === undefined ? undefined : await readPlan(CHECKOUT, environment.name);
  if (plan === undefined) {
    throw new UserError(`${environment.name} is not deployed`, { help: `npm run up -- ${environment.name}` });
  }
  const { components } = contextOf(CHECKOUT, composed, plan, target);
  return Promise.all(
    servers.map(({ name, settings }) => {
      const program = components.get(name);
      if (program === undefined) throw new UserError(`${name} is not deployed`);
      const path = typeof settings.metrics_path === "string" ? settings.metrics_path : "/metrics";
      return answerOf(name, (asked) => target.get(program, "http", asked), path);
    }),
  );
}
