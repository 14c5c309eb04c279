import type { Declared, Environment } from "../environment/environment.ts";
import type { RenderedFile, SourceFile } from "../files.ts";
import type { Software } from "./software.ts";

export interface Port {
  readonly name: string;
  readonly number: number;
  readonly protocol?: "tcp" | "udp";
  /** Whether only the program itself uses it: a container does not publish it. */
  readonly internal?: true;
}

/** What runs: a server that versions.ts lists, one of our apps, or a user's own image. */
export type Program =
  | { readonly kind: "server"; readonly name: string }
  | { readonly kind: "app"; readonly name: string }
  | { readonly kind: "image"; readonly image: string };

/** All that a renderer may know of a target. Pure, made once from environment and target. */
export interface Site {
  readonly kind: "docker" | "native";
  /** `host:port` of a declared component's port: as other components reach it (`inside`), or as a person at the machine does (`outside`). */
  address(name: string, port: string, from: "inside" | "outside"): string;
  /** What the program itself binds: `host:port`. */
  listen(name: string, port: string): string;
  /** Absolute, as the program sees it. config: the folder that holds its rendered files; secret: the file of a secret, or their folder. */
  path(name: string, kind: "config" | "data" | "secret", file?: string): string;
  /** Version of a server of versions.ts that this site runs, as `2.42.0`. */
  version(program: string): string;
  /** Where a program that looks at the machine finds the machine's root file system. */
  readonly hostRoot: string;
}

/** How a component's own tools judge its staged files, and how a short boot on scratch storage shows that it starts with them. */
export interface Judge {
  /** Each a program of versions.ts and its arguments, run in the folder of the staged files. */
  readonly tools: readonly (readonly string[])[];
  /** Laid beside the staged files for the tools alone: rule tests. Paths relative to the folder. */
  readonly files?: readonly SourceFile[];
  /** A line of output that means: ready. Everything before it must happen within the time limit. */
  readonly readyLine: RegExp;
}

/** How a running program takes changed files, and which of its own metrics (at `/metrics` of `port`) prove that it did. */
export interface Reload {
  readonly signal: "SIGHUP";
  /** Who takes alerts has loaded its files before any who sends them is signalled. */
  readonly stage: "receivers" | "senders";
  readonly port: string;
  /** 1 when the last load succeeded. */
  readonly successful: string;
  /** When the last successful load was, in seconds since the epoch. */
  readonly loadedAt: string;
}

/** What a component asks a target to run. It knows no target. */
export interface Workload {
  readonly name: string;
  readonly program: Program;
  readonly args: readonly string[];
  /** Never a secret: these are seen in process lists and `docker inspect`. */
  readonly variables: Readonly<Record<string, string>>;
  readonly ports: readonly Port[];
  /** A shell script, by its path as the program sees it, that makes ready what the program needs: it is given the program and its arguments, and ends in `exec "$@"`. Changed files and secrets mean a new start then. */
  readonly start?: string;
  /** Its official image starts as root to become another user, which takes rights that our containers do without: it is `nobody` from the start. */
  readonly asNobody?: true;
  /** Alive: answers 200, and matches `body` when given; without a path, takes connections. */
  readonly health: { readonly port: string; readonly path?: string; readonly body?: RegExp };
  /** Ready for work; awaited apart from health, with a long limit. */
  readonly ready?: { readonly port: string; readonly path: string };
  /** Names of components that must be alive before this one starts. */
  readonly startAfter: readonly string[];
  /** Names of secrets whose files the program reads. */
  readonly secrets: readonly string[];
  /** Whether the stack is deployed without it where its program cannot be had: no page may depend on it. */
  readonly optional?: boolean;
  /** Whether it keeps data that outlives a restart. */
  readonly data: boolean;
  /** A file system of its own, in memory, of this size, and empty at each start; where a process may have none, an ordinary folder. */
  readonly scratch?: { readonly path: string; readonly mib: number };
  readonly judge?: Judge;
  readonly reload?: Reload;
  /** Whether it looks at the machine it runs on: in a container it then sees all processes, and the root file system read-only at `/host`. */
  readonly seesHost?: boolean;
  /** Whether it looks at what runs beside it: the machine's control groups are then seen at `/sys`, where a container has its own alone. */
  readonly seesContainers?: true;
  readonly resources: { readonly memoryMiB: number; readonly cpus?: number };
  readonly stopGraceSeconds: number;
  readonly startTimeoutSeconds: number;
}

/** A `scrape_configs` entry in Prometheus's own syntax. */
export type ScrapeConfig = { readonly job_name: string } & Readonly<Record<string, unknown>>;

export interface Rule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
/** A rule group in Prometheus's own syntax. */
export interface RuleGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly Rule[];
}

/** What checks know of a metric, with its exact exposed name; of a histogram and a summary the name without suffix. */
export interface Exposed {
  readonly name: string;
  readonly type: "counter" | "gauge" | "histogram" | "summary" | "untyped";
  /** Without `le` and `quantile`. */
  readonly labels: readonly string[];
  /** Those of the labels that not every series has. */
  readonly optional?: readonly string[];
  /** How many sets of labels one target has. 0: none was there when it was recorded, so its labels are not known. */
  readonly series?: number;
  /** How many values each label takes at one target, `le` and `quantile` among them. */
  readonly distinct?: Readonly<Record<string, number>>;
}

/** A metric as a component declares it. */
export interface Metric extends Exposed {
  readonly help: string;
  /** Upper bounds of a histogram's buckets, in the metric's unit, without +Inf. */
  readonly buckets?: readonly number[];
}

/** What a version of a program exposed when it was recorded. */
export interface Sample {
  /** As `2.42.0`. */
  readonly version: string;
  readonly metrics: () => readonly Exposed[];
}

/** What the real programs of a component expose. Recorded by scripts/record.mjs, which also writes the samples. */
export interface Recorded<S> {
  /** Oldest version first; none where the program could not be had. */
  readonly samples: readonly Sample[];
  /** Names that it exposes, recorded or not: it is never the source of another. */
  readonly owns: RegExp;
  /** Of these names a sample of the running version lacks none, whatever the machine and the settings. */
  readonly complete?: RegExp;
  /** Labels of these names depend on what the program looks at. */
  readonly variableLabels?: RegExp;
  /** Whether it exposes metrics of others besides, under names that they choose. */
  readonly passesOn?: (settings: S) => boolean;
}

/** A PromQL question whose answer shows that the component is observed, and the shape of the expected answer. */
export interface Query {
  readonly name: string;
  readonly expr: string;
  /** `some`: at least one sample; `one`: exactly one; `number`: each value is finite; `any`: it evaluates, and may be empty. */
  readonly expect: "some" | "one" | "number" | "any";
}

export interface Context<S> {
  readonly environment: Environment;
  readonly self: Declared;
  readonly settings: S;
  readonly site: Site;
}

/** What all components said in the first pass. Renderers of the second pass read it, so that no list can forget a component. */
export interface Contributions {
  readonly scrape: readonly ScrapeConfig[];
  /** Whom each of these jobs asks. */
  readonly scraped: readonly Declared[];
  /** Addresses (`host:port`) that take alerts from Prometheus. */
  readonly alertReceivers: readonly string[];
  /** Base URLs (`http://host:port`) that answer PromQL. */
  readonly dataSources: readonly string[];
  readonly pager: Pager | undefined;
  readonly rules: readonly { readonly name: string; readonly groups: readonly RuleGroup[] }[];
  readonly dashboards: readonly Dashboard[];
}

/** Where pages and heartbeats go when they do not go to PagerDuty itself. */
export interface Pager {
  /** Of the Events API v2: `…/v2/enqueue`. */
  readonly eventsUrl: string;
  /** Takes a POST for as long as all is well. */
  readonly heartbeatUrl: string;
}

/** A Grafana dashboard in Grafana's JSON, with a fixed uid. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly [key: string]: unknown;
}

/** One room per component: all that it brings. Renderers ask every component the same questions and never name one. */
export interface Component<S = Readonly<Record<string, unknown>>> {
  /** The kind: its folder's name, and its key in environment.yml. */
  readonly name: string;
  /** JSON Schema (draft 2020-12) of its settings, with defaults; `additionalProperties: false` is added. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** How its program is had; absent where host/programs/table.ts says it, for programs that others use too or that are built. */
  readonly software?: Software;
  /** Default ports of instance 0. */
  ports(settings: S): readonly Port[];
  /** Absent or undefined: it runs elsewhere and is only watched. */
  workload?(context: Context<S>): Workload | undefined;
  scrape?(context: Context<S>): readonly ScrapeConfig[];
  alertReceivers?(context: Context<S>): readonly string[];
  dataSources?(context: Context<S>): readonly string[];
  pager?(context: Context<S>): Pager;
  rules?(context: Context<S>): readonly RuleGroup[];
  dashboards?(context: Context<S>): readonly Dashboard[];
  queries?(context: Context<S>): readonly Query[];
  /** All that it exposes, where we wrote the program; empty when that is not known. */
  metrics?(settings: S): readonly Metric[];
  /** PromQL that its settings hold and its own program evaluates. `pointer`: where, in the settings. */
  expressions?(settings: S): readonly { readonly expr: string; readonly pointer: string }[];
  /** What it exposes, where others did. */
  readonly recorded?: Recorded<S>;
  /** Second pass: its own configuration files, made from what all said. */
  files?(context: Context<S>, all: Contributions): readonly RenderedFile[];
}

/** Erases the settings' type, once: the schema has proven them before any component sees them. */
export const defineComponent = <S>(component: Component<S>): Component => component as unknown as Component;
