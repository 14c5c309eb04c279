import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Destination, planFile, stackFolder } from "../../../host/deploy/plan.ts";
import { provision } from "../../../host/deploy/provision.ts";
import { destinationOf } from "../../../host/deploy/site.ts";
import type { Engine } from "../../../host/engine/engine.ts";
import { readEnvironment } from "../../../host/read-environment.ts";
import { type Outcome, run } from "../../../host/run.ts";
import { findTerraform } from "../../../host/terraform.ts";
import { copyCheckout } from "./checkout.ts";
import { dockerHands } from "./docker-hands.ts";
import type { Hands } from "./hands.ts";
import { Interruptions } from "./interruptions.ts";
import { nativeHands } from "./native-hands.ts";
import { freeOffset } from "./ports.ts";

/** Usual ports of what the promises' environments run. */
export const PORTS = [9090, 9093, 9094, 9100, 8099, 8100];

/** The environment that a deployment is about; its checkout may have others beside it. */
export const NAME = "promises";

export interface Place {
  /** Absent: the native target. */
  readonly engine: Engine | undefined;
  /** WATCHKEEPER_HOME. */
  readonly home: string;
  /** Of the stack: nobody else's on this machine has the same. */
  readonly instance: string;
  readonly portOffset: number;
  /** What `up` decided; only once there is something to deploy. */
  readonly images?: string;
}

/** A checkout of its own with one environment, `promises`, and all that a test does with it. */
export class Deployment {
  readonly root: string;
  readonly place: Place;
  readonly stack: string;
  readonly hands: Hands;
  /** The environment's files as they were first, by path. */
  private readonly first: Readonly<Record<string, string>>;
  private readonly interruptions = new Interruptions();
  /** All that commands have said. */
  readonly transcript: string[] = [];

  private constructor(root: string, place: Place, files: Readonly<Record<string, string>>) {
    this.root = root;
    this.place = place;
    this.stack = `${NAME}-${place.instance}`;
    this.first = files;
    this.hands = handsOf(place, this.stack);
  }

  /** A copy of this checkout with these files in the folder of its environment; nothing is deployed. */
  static async create(place: Place, files: Readonly<Record<string, string>>): Promise<Deployment> {
    const deployment = new Deployment(await copyCheckout(), place, files);
    await deployment.reset();
    return deployment;
  }

  /** The place of another copy, or the same one: a clone of this checkout without its state. */
  async clone(place: Partial<Place> = {}): Promise<Deployment> {
    return Deployment.create({ ...this.place, ...place }, this.first);
  }

  /** What `npm run up` sees to before the first deploy. Returns the place with what it decided. */
  static async prepare(place: Omit<Place, "portOffset">, files: Readonly<Record<string, string>>): Promise<Place> {
    const scout = await Deployment.create({ ...place, portOffset: await freeOffset(PORTS) }, files);
    try {
      const { environment, findings } = await readEnvironment(scout.root, NAME);
      if (environment === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
      const destination: Destination = await destinationOf(environment);
      const { images } = await provision(environment, destination, await findTerraform(), () => undefined);
      return { ...scout.place, images };
    } finally {
      await rm(scout.root, { recursive: true });
    }
  }

  /** Writes a file of the environment, or of another one in the same checkout. */
  async write(path: string, text: string, environment = NAME): Promise<void> {
    const file = join(this.root, "configs", environment, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: 0o600 });
  }

  /** Replaces a text in a file of the environment, which must be there. */
  async edit(path: string, before: string, after: string): Promise<void> {
    const text = await readFile(join(this.root, "configs", NAME, path), "utf8");
    if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
    await this.write(path, text.replace(before, after));
  }

  /** Makes the environment's files what they were first. */
  async reset(): Promise<void> {
    await rm(join(this.root, "configs", NAME), { recursive: true, force: true });
    for (const [path, text] of Object.entries(this.first)) await this.write(path, text);
    await this.settle(NAME, this.place.portOffset);
  }

  /** Writes the local.yml of an environment of this checkout. */
  async settle(environment: string, portOffset: number): Promise<void> {
    const { engine, instance, images } = this.place;
    const target = engine === undefined ? "native" : `{ docker: { host: "${engine.host}" } }`;
    const lines = [`target: ${target}`, `instance: ${instance}`, `port_offset: ${portOffset}`];
    if (images !== undefined && images !== "undecided") lines.push(`images: ${images}`);
    await this.write("local.yml", `${lines.join("\n")}\n`, environment);
  }

  /** `npx cdktf …`, as a person types it. */
  readonly cdktf = (word: "deploy" | "destroy", ...environments: readonly string[]): Promise<Outcome> =>
    this.run(
      ["npx", "cdktf", word, ...(environments.length > 0 ? environments : [NAME]), "--auto-approve"],
      this.root,
      this.shell,
    );

  /** What `cdktf deploy` itself runs, without the three seconds of work that it adds: most promises are not about it. */
  readonly terraform = async (_: "deploy"): Promise<Outcome> => {
    const { app } = JSON.parse(await readFile(join(this.root, "cdktf.json"), "utf8"));
    const steps = [app.split(" "), ["terraform", "init", "-input=false"], ["terraform", "apply", "-auto-approve"]];
    const outcomes: Outcome[] = [];
    for (const step of steps) {
      const cwd = step[0] === "terraform" ? stackFolder(this.root, NAME) : this.root;
      outcomes.push(await this.run(step, cwd));
      if (outcomes.at(-1)?.code !== 0) break;
    }
    const stdout = outcomes.map((outcome) => outcome.stdout).join(" ");
    return { code: outcomes.at(-1)?.code ?? 1, stdout, stderr: "" };
  };

  /** Both streams without colours, frames and line breaks, as `stdout`. */
  private async run(command: readonly string[], cwd = this.root, env = this.variables): Promise<Outcome> {
    const { code, stdout, stderr } = await run(command, { cwd, env });
    const said = plain(stdout + stderr);
    this.transcript.push(said);
    return { code, stdout: said, stderr: "" };
  }

  /** Deploys, which must succeed. Returns what was said. */
  async deploy(command = this.terraform): Promise<string> {
    const { code, stdout } = await command("deploy");
    if (code !== 0) throw new Error(`the deploy failed: ${reasonsIn(stdout)}`);
    return stdout;
  }

  /** Deploys, which must fail. Returns the reasons. */
  async refused(command = this.terraform): Promise<string> {
    const { code, stdout } = await command("deploy");
    if (code === 0) throw new Error(`the deploy should have failed: ${stdout.slice(-3000)}`);
    return reasonsIn(stdout);
  }

  async destroy(): Promise<string> {
    const { code, stdout } = await this.cdktf("destroy");
    if (code !== 0) throw new Error(`the destroy failed: ${stdout.slice(-3000)}`);
    return stdout;
  }

  /** Deploys until `moment` comes, when all its processes get the signal. */
  async interrupted(moment: () => Promise<void>, signal: NodeJS.Signals): Promise<void> {
    const command = ["npx", "cdktf", "deploy", NAME, "--auto-approve"];
    await this.interruptions.run(command, { cwd: this.root, env: this.shell }, moment, signal);
  }

  /** `host:port` where a component is reached from this machine. */
  async address(name: string, environment = NAME): Promise<string> {
    const plan = JSON.parse(await readFile(planFile(this.root, environment), "utf8"));
    const component = plan.components.find((each: { name: string }) => each.name === name);
    return component.addresses.http;
  }

  /** What a component answers, as JSON. */
  async ask(name: string, path: string, environment = NAME): Promise<unknown> {
    const address = await this.address(name, environment);
    const response = await fetch(`http://${address}${path}`, { signal: AbortSignal.timeout(10_000) });
    if (!response.ok) throw new Error(`${name} answers ${response.status} to ${path}`);
    return response.json();
  }

  /** Ends and removes all that the test made, however it ended. */
  async remove(): Promise<void> {
    await this.interruptions.end();
    await this.hands.sweep();
    await this.removeCheckout();
  }

  /** The checkout alone: what it deployed is gone, or another's. */
  async removeCheckout(): Promise<void> {
    await rm(this.root, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Of somebody who is at work with Terraform elsewhere, too. */
  private get shell(): Readonly<Record<string, string | undefined>> {
    return { ...this.variables, TF_WORKSPACE: "elsewhere", TF_DATA_DIR: join(this.root, ".elsewhere") };
  }

  private get variables(): Readonly<Record<string, string | undefined>> {
    // The engine is said in local.yml, and cdktf must not ask questions.
    return {
      TF_CLI_CONFIG_FILE: undefined,
      WATCHKEEPER_HOME: this.place.home,
      DOCKER_HOST: undefined,
      CI: "1",
      NO_COLOR: "1",
      FORCE_COLOR: undefined,
    };
  }
}

/** What is seen and done by hand for a stack. */
export const handsOf = ({ engine, home }: Place, stack: string): Hands =>
  engine === undefined ? nativeHands(join(home, stack)) : dockerHands(engine, stack);

const reasonsIn = (said: string): string => said.slice(Math.max(0, said.search(/Error:|This is a fault/)));

/** Terraform's and cdktf's output as one line: it is folded and framed by whoever prints it. */
const plain = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what colours are
    .replace(/\u001b\[[0-9;]*m/g, "")
    .replace(/^promises {2}/gm, "")
    .replace(/[│╷╵]/g, " ")
    .replace(/\s+/g, " ");
