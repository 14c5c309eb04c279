import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../../../host/checkout.ts";
import { planFile } from "../../../host/deploy/plan.ts";
import { provision } from "../../../host/deploy/provision.ts";
import type { Engine } from "../../../host/engine/engine.ts";
import { readEnvironment } from "../../../host/read-environment.ts";
import { type Outcome, run } from "../../../host/run.ts";
import { findTerraform } from "../../../host/terraform.ts";
import { copyCheckout } from "../../support/deployment/checkout.ts";
import { handsOf } from "../../support/deployment/deployment.ts";
import type { Hands } from "../../support/deployment/hands.ts";
import { Interruptions } from "../../support/deployment/interruptions.ts";
import { freeOffset } from "../../support/deployment/ports.ts";

/** One of the environments of configs/, deployed from a copy of this checkout as a newcomer does it. */
export interface Workshop {
  readonly hands: Hands;
  /** A command of watchkeeper's in the copy. */
  command(words: readonly string[]): Promise<Outcome>;
  /** A command that is ended by a signal when `moment` comes. Returns what it said. */
  interrupted(words: readonly string[], moment: () => Promise<unknown>, signal: NodeJS.Signals): Promise<string>;
  /** What an app answers. */
  ask(name: string, path: string, init?: RequestInit): Promise<Response>;
  remove(): Promise<void>;
}

/** Not what somebody has decided for this checkout, nor their secrets: those of a copy are made anew. */
const isShared = (path: string): boolean => !/\/(local\.yml|secrets)$/.test(path);

/** `ports`: those that the environment takes, before any offset. Nothing is deployed yet. */
export async function workshop(name: string, engine: Engine | undefined, ports: readonly number[]): Promise<Workshop> {
  await prepare(name, engine);
  const [root, home] = await Promise.all([copyCheckout(), mkdtemp(join(tmpdir(), "watchkeeper-home-"))]);
  for (const folder of ["_base", "_workshop", name]) {
    const path = join("configs", folder);
    await cp(join(CHECKOUT, path), join(root, path), { recursive: true, filter: isShared });
  }
  const instance = `test-${process.pid}`;
  const offset = await freeOffset(ports);
  const place = { engine, home, instance, portOffset: offset };
  const hands = handsOf(place, `${name}-${instance}`);
  const interruptions = new Interruptions();
  const env = { CI: "1", NO_COLOR: "1", FORCE_COLOR: undefined };
  // Only `up` is told where: what is typed after it needs no variable.
  const places = { WATCHKEEPER_HOME: home, DOCKER_HOST: engine?.host };
  const nowhere = { WATCHKEEPER_HOME: undefined, XDG_DATA_HOME: undefined, DOCKER_HOST: undefined };
  const target = ["--target", engine === undefined ? "native" : "docker"];
  const address = async (app: string): Promise<string> => {
    const { components } = JSON.parse(await readFile(planFile(root, name), "utf8"));
    return components.find((each: { name: string }) => each.name === app).addresses.http;
  };
  return {
    hands,
    command: ([word = "", ...rest]) => {
      const up = [...target, "--port-offset", String(offset), "--instance", instance];
      const options = { cwd: root, timeoutSeconds: 500 };
      return word === "up"
        ? run(["npm", "run", "up", "--", name, ...up], { ...options, env: { ...env, ...places } })
        : run(["npx", word, ...rest], { ...options, env: { ...env, ...nowhere } });
    },
    interrupted: (words, moment, signal) =>
      interruptions.run(["npx", ...words], { cwd: root, env: { ...env, ...nowhere } }, moment, signal),
    ask: async (app, path, init = {}) =>
      fetch(`http://${await address(app)}${path}`, { signal: AbortSignal.timeout(5000), ...init }),
    async remove() {
      await interruptions.end();
      await hands.sweep();
      await Promise.all([root, home].map((folder) => rm(folder, { recursive: true, force: true, maxRetries: 5 })));
    },
  };
}

/** Makes what all copies share, in this checkout and so once: two test files may deploy at the same time. */
async function prepare(name: string, engine: Engine | undefined): Promise<void> {
  const { environment, findings } = await readEnvironment(CHECKOUT, name);
  if (environment === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
  const { stack, data } = environment;
  const kind = engine === undefined ? ({ kind: "native" } as const) : ({ kind: "docker", host: engine.host } as const);
  await provision(environment, { stack, data, ...kind }, await findTerraform(), () => undefined);
}

/** Of what a failed command said: its failed checks with their mend, else how it ended. */
export function whyNot(said: string): string {
  const failed = said.match(/^FAIL .*(\n +help: .*)?/gm);
  return failed === null ? said.slice(-4000) : failed.join("\n");
}
