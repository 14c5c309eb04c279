import type { ComponentPlan, Destination, Plan } from "../deploy/plan.ts";
import { UserError } from "../errors.ts";
import type { Listening } from "../listeners.ts";
import type { TreeFile } from "../writer.ts";

/** What lies and runs on the target for one component, as seen by synth. */
export interface Observation {
  /** As `listingOf` makes it, of the live files, secrets included; undefined when nothing is published. */
  readonly listing: string | undefined;
  /** The attempts that made what is there; undefined when nothing is. */
  readonly attempt: { readonly publish: string | undefined; readonly run: string | undefined };
  readonly running: boolean;
  /** How long it runs, where the target tells: what ends soon after each start runs at some moments, too. */
  readonly upSeconds?: number | undefined;
  /** native: its program runs, which does not count as running while the supervisor of the whole stack is gone. */
  readonly unsupervised?: boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** What a deploy does on the machine where workloads run. Every step may be repeated: it completes what an interrupted one began. */
export interface Target {
  readonly destination: Destination;
  /** Throws UserError where nothing could be made at the place that is named, before what runs elsewhere is taken away for it. */
  requirePlace?(): Promise<void>;
  /** Who owns what lies there under the stack's name; undefined when nothing does. */
  owner(): Promise<string | undefined>;
  /** Writes the owner, and makes what all components share, such as a network. */
  claim(owner: string, plan: Plan): Promise<void>;
  /** The attempt that made what all components share; undefined when it is not there. */
  sharedBy(): Promise<string | undefined>;
  observe(names: readonly string[]): Promise<ReadonlyMap<string, Observation>>;
  /** Where the stack listens on its machine. */
  listening(): Promise<readonly Listening[]>;
  /** Stages the files and swaps them in at once. The ones before are kept for a return. */
  publish(component: ComponentPlan, files: readonly TreeFile[]): Promise<void>;
  /** When the live files were swapped in, in seconds of the target's clock; 0 where there are none. */
  publishedAt(component: ComponentPlan): Promise<number>;
  /** Swaps the files before the last publish in again. False when there are none. */
  restorePrevious(component: ComponentPlan): Promise<boolean>;
  /** Starts the program, or restarts it when how it is started has changed. Only where Terraform does not do so itself. */
  start?(component: ComponentPlan): Promise<void>;
  signal(component: ComponentPlan, signal: "SIGHUP"): Promise<void>;
  stop(name: string): Promise<void>;
  startAgain(name: string): Promise<void>;
  /** Asks the program from where it can be reached. Rejects when it does not answer. */
  get(component: ComponentPlan, port: string, path: string): Promise<Answer>;
  /** Opens a connection to one of its ports, and closes it. Rejects when the program takes none. */
  connect(component: ComponentPlan, port: string): Promise<void>;
  /** Something that is another whenever the program has ended or has been started anew; undefined when nobody keeps it running. */
  life(name: string): Promise<string | undefined>;
  /** The last lines that the program wrote, when `since` is given only those written after it; undefined when its log cannot be read. */
  log(name: string, lines: number, since?: Date): Promise<string | undefined>;
  /** Stops components that are no longer listed, for good. */
  retire(names: readonly string[]): Promise<void>;
  /** Stops and removes components that are no longer listed; with `data: keep` their data stays. */
  prune(names: readonly string[]): Promise<void>;
  /** Stops everything of this stack and removes it; data stays where it is to be kept. */
  release(): Promise<void>;
}

export const ownedByAnother = (stack: string): UserError =>
  new UserError(`stack ${stack} was deployed from another Terraform state, which alone may change or destroy it`, {
    help: "deploy from the checkout that has its state, share that state by a Terraform backend, or make a copy of your own: `instance: NAME` and a `port_offset` in local.yml",
  });
