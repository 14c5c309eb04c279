import type { SourceFile } from "../files.ts";
import type { Place } from "../finding.ts";
import type { OwnQuery } from "./queries.ts";

/** Where workloads run, as environment.yml or local.yml says. `auto` is decided once by `up`, and kept in local.yml. */
export type TargetChoice =
  | { readonly kind: "auto" }
  /** home: the folder of all stacks, absolute; absent: as the caller's variables say, or in their home. */
  | { readonly kind: "native"; readonly home?: string }
  /** host: as DOCKER_HOST takes it (`ssh://ops@mon1`, `tcp://…`, `unix://…`); absent: the Docker client's own default. */
  | { readonly kind: "docker"; readonly host?: string };

/** Where a secret's text comes from. `file` is relative to the environment's folder. */
export type SecretSource =
  | { readonly file: string }
  | { readonly env: string }
  | { readonly command: readonly string[] };

/** A fault that a drill brings about. Exactly one key. */
export type Break =
  | { readonly stop: string }
  /** Sets variables of one of our apps at run time, and sets them back to mend. */
  | { readonly set: { readonly app: string; readonly variables: Readonly<Record<string, string>> } };

export interface Drill {
  readonly name: string;
  readonly break: Break;
  /** The alert that must fire. */
  readonly expect: string;
  /** Whether it must reach the pager (the default), or only the named receiver. */
  readonly receiver?: string;
  readonly pages: boolean;
  /** Whether a synthetic alert of the same labels opens the group first, so that the real one waits for group_interval. */
  readonly into_open_group: boolean;
}

/** One component as declared: everything in `components:`, every entry of `apps:`, and the sandbox that `paging: sandbox` implies. */
export interface Declared {
  /** The component's kind: its folder in lib/components. */
  readonly component: string;
  /** Unique in the environment; the kind itself unless a list gives several. It is the `instance` label, host name and folder. */
  readonly name: string;
  /** Position among those of its kind, from 0. */
  readonly index: number;
  /** As validated by the component's schema, defaults filled in. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** JSON pointer into environment.yml: `/components/prometheus`, `/apps/0`. */
  readonly pointer: string;
}

/** Identity of what is deployed of an environment, and of its instance where that is named. */
export const stackOf = (name: string, instance: string): string => (instance === "" ? name : `${name}-${instance}`);

/** A valid environment. Everything that a renderer may know of what the user wants; nothing of where it runs. */
export interface Environment {
  readonly name: string;
  /** Empty for the first copy; a second copy of the same environment has a name of its own. */
  readonly instance: string;
  /** Identity of what is deployed: `name`, or `name-instance`. Containers, folders and labels carry it. */
  readonly stack: string;
  /** `configs/<name>`. */
  readonly folder: string;
  readonly target: TargetChoice;
  /** Where images come from; decided once by `up`. `registry`: official images at pinned versions; `made`: from Debian's packages, releases and Go modules. */
  readonly images: "registry" | "made" | "undecided";
  readonly paging: "sandbox" | "pagerduty";
  readonly data: "keep" | "disposable";
  readonly portOffset: number;
  /** Terraform's `backend` block, whole; cdktf's own local state when absent. */
  readonly backend?: Readonly<Record<string, unknown>>;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly components: readonly Declared[];
  readonly secrets: Readonly<Record<string, SecretSource>>;
  readonly drills: readonly Drill[];
  readonly limits: {
    /** How late a critical page may be, as Prometheus writes durations. */
    readonly maxTimeToPage: string;
  };
  /** Checks that are silent in this environment. */
  readonly ignore: readonly { readonly check: string; readonly reason: string }[];
  /** Published byte for byte. */
  readonly rules: readonly SourceFile[];
  readonly tests: readonly SourceFile[];
  /** Questions of its own, whose answers `verify` looks at besides those that components bring. */
  readonly queries: readonly OwnQuery[];
  readonly slos: readonly SourceFile[];
  readonly dashboards: readonly SourceFile[];
  /** `metrics/JOB.txt`: recorded samples of what the targets of its own jobs expose. */
  readonly metrics: readonly SourceFile[];
  /** Where a JSON pointer lies in the user's files (environment.yml, local.yml, apps/*.yml); the nearest parent's place when the pointer itself was not written. Of a text, a range of it. */
  readonly place: (pointer: string, range?: readonly [offset: number, length: number]) => Place;
}
