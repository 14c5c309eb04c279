import { expect, test } from "vitest";
import { type Deployment, handsOf, NAME } from "../../../support/deployment/deployment.ts";
import { close, listenOn } from "../../../support/deployment/ports.ts";
import { state } from "../observed.ts";

/** A usual port of the environment that nothing of it listens on. */
const SPARE = 8100;

const app = (name: string): string => `apps: [{ name: ${name}, app: task-processor, port: ${SPARE} }]\n`;

const SECRETS = "secrets:\n";
const PROMETHEUS = "  prometheus:\n";
const ALERTMANAGER = "  alertmanager:\n";

export function ports(deployed: () => Deployment): void {
  const withPort = (component: string, port: number) =>
    deployed().edit("environment.yml", component, `${component}    port: ${port}\n`);
  const addressOf = (name: string) => deployed().address(name);
  const at = (port: number): string => `127.0.0.1:${port + deployed().place.portOffset}`;

  test("a port in use is told of a component that runs on another one, with how to move all, and nothing changes", async () => {
    const { portOffset } = deployed().place;
    const before = await state(deployed());
    const holder = await listenOn(SPARE + portOffset);
    try {
      await withPort(PROMETHEUS, SPARE);
      const reasons = await deployed().refused();
      expect(reasons).toContain(`prometheus needs port ${SPARE + portOffset} of 127.0.0.1, and node`);
      expect(reasons).toContain(`(process ${process.pid}) holds it`);
      expect(reasons).toMatch(new RegExp(`\`npm run up -- ${NAME} --port-offset [1-9]\\d*00\``));
      expect(await state(deployed())).toEqual(before);
    } finally {
      await close(holder);
    }
  });

  test("what leaves gives its port to what comes, and to what runs", async () => {
    const { hands } = deployed();
    await deployed().edit("environment.yml", SECRETS, `${app("first")}${SECRETS}`);
    await deployed().deploy();
    expect(await hands.process("first")).toBeDefined();

    await deployed().edit("environment.yml", app("first"), app("second"));
    await deployed().deploy();
    expect(await hands.process("first")).toBeUndefined();
    expect(await hands.process("second")).toBeDefined();

    await deployed().edit("environment.yml", app("second"), "");
    await withPort(PROMETHEUS, SPARE);
    await deployed().deploy();
    expect(await hands.process("second")).toBeUndefined();
    expect(await addressOf("prometheus")).toBe(at(SPARE));
    expect(
      (await hands.everything()).filter((what) => /first|second/.test(what) && !/data|\/prometheus\//.test(what)),
    ).toEqual([]);
    expect(await deployed().deploy()).toContain("No changes.");
  });

  test("two components that run swap their ports", async () => {
    await withPort(PROMETHEUS, 9093);
    await withPort(ALERTMANAGER, 9090);
    await deployed().deploy();
    expect((await state(deployed())).rules).toContain("promises:up:count");
    expect(await addressOf("prometheus")).toBe(at(9093));
    expect(await addressOf("alertmanager")).toBe(at(9090));
  });

  test("another instance takes the place of the stack, on the same ports", async () => {
    const { place, hands } = deployed();
    const moved = handsOf(place, `${deployed().stack}-moved`);
    const line = `instance: ${place.instance}`;
    try {
      await deployed().edit("local.yml", line, `${line}-moved`);
      await deployed().deploy();
      expect(await moved.process("prometheus")).toBeDefined();
      expect((await hands.everything()).filter((what) => !/data(\/|$)/.test(what))).toEqual([]);
      await deployed().reset();
      await deployed().deploy();
      expect(await moved.process("prometheus")).toBeUndefined();
      expect((await state(deployed())).rules).toContain("promises:up:count");
    } finally {
      await moved.sweep();
    }
  });
}
