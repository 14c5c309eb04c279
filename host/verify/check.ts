import type { AlertmanagerClient } from "../clients/alertmanager.ts";
import type { SandboxClient } from "../clients/pagerduty-sandbox.ts";
import type { PrometheusClient } from "../clients/prometheus.ts";
import type { Composed } from "../deploy/compose.ts";
import type { ComponentPlan } from "../deploy/plan.ts";
import type { Target } from "../targets/target.ts";

/** `warn`: a person should know, and the exit code stays as it is. */
export type Status = "pass" | "warn" | "fail";

/** What a check saw of one thing. */
export interface Seen {
  /** The component, rule, query … that it is about. */
  readonly subject: string;
  readonly status: Status;
  /** The numbers and texts that were seen. Never a secret. */
  readonly evidence: string;
  /** How to mend it. */
  readonly help?: string;
}

export interface Outcome extends Seen {
  /** Name of the check: it has a section in docs/verify.md. */
  readonly check: string;
}

/** All that checks may ask. What should be is in `composed`, what is deployed answers through the target and the clients. */
export interface Context {
  /** The checkout, absolute. */
  readonly root: string;
  readonly composed: Composed;
  readonly target: Target;
  /** What was deployed, by name; one that was added to the environment since is missing. */
  readonly components: ReadonlyMap<string, ComponentPlan>;
  readonly prometheuses: readonly PrometheusClient[];
  readonly alertmanagers: readonly AlertmanagerClient[];
  /** Present where `paging: sandbox`. */
  readonly sandbox: SandboxClient | undefined;
}

export interface Check {
  readonly name: string;
  /** Changes nothing. What it throws is told as a failure of this check. */
  run(context: Context): Promise<readonly Seen[]>;
}

/** Asks for each thing by itself: one that does not answer fails alone. */
export async function forEach<T extends { readonly name: string }>(
  things: readonly T[],
  see: (thing: T) => Promise<Seen | readonly Seen[]>,
): Promise<readonly Seen[]> {
  const seen = await Promise.all(
    things.map((thing) => see(thing).catch((error: unknown) => unanswered(thing.name, error))),
  );
  return seen.flat();
}

export const unanswered = (subject: string, error: unknown): Seen => ({
  subject,
  status: "fail",
  evidence: error instanceof Error ? error.message : String(error),
});
