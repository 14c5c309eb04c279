import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Workload } from "../../lib/components/component.ts";
import type { SecretSource } from "../../lib/environment/environment.ts";
import { UserError } from "../errors.ts";
import type { TreeFile } from "../writer.ts";

/** How a workload's program is started on its target. */
export interface Launch {
  /** native: the executable and its arguments; docker: the arguments alone. */
  readonly command: readonly string[];
  /** docker only. */
  readonly image?: string;
  /** docker only: what is started instead of what the image says. */
  readonly entrypoint?: readonly string[];
  /** docker only: `uid:gid`, instead of the image's own user. */
  readonly user?: string;
  readonly variables: Readonly<Record<string, string>>;
}

/** A program answers its health check this soon, or it will not. What takes long, a replay of the WAL say, is awaited as readiness. */
export const ALIVE_SECONDS = 60;

/** Of what nothing was there before. */
export const FIRST_ATTEMPT = "1";

export interface ComponentPlan {
  readonly name: string;
  readonly workload: Omit<Workload, "judge">;
  readonly launch: Launch;
  /** `host:port` of each port by name, as a program on this machine reaches it. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The address of this machine that its ports are bound to. */
  readonly boundTo: string;
  /** Files to publish, below the stack's folder `rendered/<name>/`; a component without any is not published. */
  readonly files: readonly string[];
  /** Of the files and the secrets; it names their folder on the target. */
  readonly digest: string;
  /** Raised when what lies on the target is not what was published, or what should run does not. */
  readonly attempt: { readonly publish: string; readonly run: string };
}

/** Where the stack runs. It stands in Terraform's state, so that destroying needs no environment.yml. */
export interface Destination {
  readonly stack: string;
  readonly kind: "docker" | "native";
  /** docker: the engine that was named. */
  readonly host?: string;
  /** native: the folder of all stacks that was named. */
  readonly home?: string;
  readonly data: "keep" | "disposable";
}

/** What tells a stack's places apart. */
export const placeOf = ({ stack, kind, host, home }: Destination) => ({
  stack,
  kind,
  // Of both kinds under one name: another key would move every stack that runs.
  host: host ?? home ?? "",
});

/** All that the steps of a deploy need. Written by synth beside Terraform's configuration; no secret stands in it. */
export interface Plan {
  readonly environment: string;
  readonly destination: Destination;
  /** Raised when what all components share is not there. */
  readonly attempt: string;
  readonly components: readonly ComponentPlan[];
  /** Where the text of each secret is found when it is published. */
  readonly secrets: Readonly<Record<string, SecretSource>>;
  /** Terraform's `backend` block; cdktf's own local state when absent. */
  readonly backend?: Readonly<Record<string, unknown>>;
}

/** The folder of an environment's Terraform configuration, where the plan and the rendered files are laid. */
export const stackFolder = (root: string, environment: string): string =>
  join(root, "cdktf.out", "stacks", environment);

export const planFile = (root: string, environment: string): string =>
  join(stackFolder(root, environment), "plan.json");

export async function readPlan(root: string, environment: string): Promise<Plan> {
  const text = await readFile(planFile(root, environment), "utf8").catch(() => {
    throw new UserError(`environment ${environment} has no plan`, { help: `npx cdktf synth` });
  });
  // JSON has no regular expressions: `body` is carried as its source.
  return JSON.parse(text, (key, value) => (key === "body" && typeof value === "string" ? new RegExp(value) : value));
}

export const writePlan = (plan: Plan): string =>
  `${JSON.stringify(plan, (_, value) => (value instanceof RegExp ? value.source : value), 2)}\n`;

const sha256 = (text: string | Buffer): string => createHash("sha256").update(text).digest("hex");

/** `<sha256>  ./<path>` a line, by path: what `sha256sum` prints for the same files, so that any target can make it. */
export const listingOf = (files: readonly TreeFile[]): string =>
  sortedListing(files.map(({ path, text }) => `${sha256(text)}  ./${path}`));

/** By path, which comes after the 64 digits of the hash and two spaces. */
export const sortedListing = (lines: readonly string[]): string =>
  [...lines].sort((a, b) => (a.slice(66) < b.slice(66) ? -1 : 1)).join("\n");

/** Of anything that JSON can say: what a step's triggers carry instead of the thing itself. */
export const hashOf = (value: unknown): string => sha256(JSON.stringify(value) ?? "").slice(0, 16);

export const digestOf = (listing: string): string => sha256(listing).slice(0, 16);

/** The folder of one publication on the target. Another attempt has another name, so that files mended after a change by hand are swapped in at once, too. */
export const publicationOf = ({ digest, attempt }: ComponentPlan): string => `${digest}-${attempt.publish}`;

/** The attempt that made a publication. */
export const attemptOfPublication = (name: string): string => name.slice(name.indexOf("-") + 1);
