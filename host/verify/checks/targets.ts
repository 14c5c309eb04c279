import type { ScrapeTarget } from "../../clients/prometheus.ts";
import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { deployAgain, showLog } from "../help.ts";
import { listOf } from "../list.ts";
import { readTexts, renderedText } from "../rendered.ts";

/** Every rendered job is there with all its targets, and each of them is up. One that is only watched warns, unless it is `required`. */
export const targets: Check = {
  name: "targets",
  run: (context) =>
    forEach(context.prometheuses, async ({ name, targets }) => {
      const active = await targets();
      return renderedJobs(context, name).flatMap((job) => seeJob(job, active, expectationOf(context, job)));
    }),
};

/** A `scrape_configs` entry, as far as it is asked for here. */
export interface Job {
  readonly job_name: string;
  readonly static_configs?: readonly { readonly targets?: readonly string[] }[];
}

export interface Expectation {
  /** What watchkeeper deployed, and what the user requires, decides the exit code. */
  readonly isRequired: boolean;
  /** How a target that does not answer is mended. */
  readonly mend: (target: ScrapeTarget) => string;
  readonly deploy: string;
}

function renderedJobs(context: Context, name: string): readonly Job[] {
  const configuration = readTexts(renderedText(context, name, "prometheus.yml")) as { scrape_configs?: readonly Job[] };
  return configuration.scrape_configs ?? [];
}

function expectationOf(context: Context, job: Job): Expectation {
  const { environment, rendered, site } = context.composed;
  const deployed = new Map(
    rendered.workloads.flatMap(({ name, ports }) =>
      ports.map((port) => [site.address(name, port.name, "inside"), name] as const),
    ),
  );
  const isRequired = environment.components.some(
    ({ name, settings }) => (settings.job ?? name) === job.job_name && settings.required === true,
  );
  return {
    isRequired: isRequired || addressesOf(job).some((address) => deployed.has(address)),
    deploy: deployAgain(context),
    mend: ({ discoveredLabels, scrapeUrl }) => {
      const name = deployed.get(discoveredLabels.__address__ ?? "");
      return name === undefined
        ? `it runs elsewhere: see that ${scrapeUrl} answers from the machine that Prometheus runs on`
        : `see why: ${showLog(context, name)}; start it again: ${deployAgain(context)}`;
    },
  };
}

const addressesOf = (job: Job): readonly string[] => (job.static_configs ?? []).flatMap(({ targets = [] }) => targets);

/** What is seen of one job: each target that is not up, or that all are. */
export function seeJob(job: Job, active: readonly ScrapeTarget[], expected: Expectation): readonly Seen[] {
  const subject = job.job_name;
  const status = expected.isRequired ? "fail" : "warn";
  const found = active.filter(({ scrapePool }) => scrapePool === subject);
  const addresses = new Set(found.map(({ discoveredLabels }) => discoveredLabels.__address__));
  const missing = addressesOf(job).filter((address) => !addresses.has(address));
  const absent = missing.length > 0 ? missing : found.length === 0 ? ["any target"] : [];
  const seen = [
    ...absent.map(
      (what): Seen => ({ subject, status, evidence: `${what} is not among its targets`, help: expected.deploy }),
    ),
    ...found
      .filter(({ health }) => health !== "up")
      .map((target): Seen => ({ subject, status, evidence: stateOf(target), help: expected.mend(target) })),
  ];
  return seen.length > 0
    ? seen
    : [
        {
          subject,
          status: "pass",
          evidence: `${found.length} up: ${listOf(
            found.map(({ scrapeUrl }) => scrapeUrl),
            ", ",
          )}`,
        },
      ];
}

const stateOf = ({ health, lastError, scrapeUrl }: ScrapeTarget): string =>
  health === "unknown" ? `${scrapeUrl} has not been scraped yet` : `${scrapeUrl} is down: ${lastError}`;
