import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Workshop, whyNot, workshop } from "./workshop.ts";

const WATCHERS = [9090, 9093, 9094, 9100, 8099];
const ENVIRONMENTS = [
  {
    name: "web-instrumentation",
    ports: [...WATCHERS, 5000, 5003, 5004],
    subjects: ["size of the list", "version and author"],
  },
  {
    name: "golden-signals",
    ports: [...WATCHERS, 9102, 9125, 3001, 3002],
    subjects: ["latency, 95th percentile", "errors in per cent", "CPU % by process"],
  },
];

describe.each(ENVIRONMENTS)("$name on native", { concurrent: true }, ({ name, ports, subjects }) => {
  let deployed: Workshop;

  beforeAll(async () => {
    deployed = await workshop(name, undefined, ports);
  });
  afterAll(() => deployed?.remove());

  test("is deployed and verified by one command, and taken away without a trace", async () => {
    const { code, stdout, stderr } = await deployed.command(["up"]);
    expect([code, code === 0 ? "" : whyNot(stdout + stderr)]).toEqual([0, ""]);
    for (const subject of subjects) expect(stdout).toMatch(new RegExp(`^ok +queries +${subject} `, "m"));
    expect((await deployed.command(["cdktf", "destroy", name, "--auto-approve"])).code).toBe(0);
    expect(await deployed.hands.everything()).toEqual([]);
  });
});
