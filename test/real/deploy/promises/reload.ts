import { expect, test } from "vitest";
import type { Deployment } from "../../../support/deployment/deployment.ts";
import { prometheusConfig, rules, state } from "../observed.ts";

/** In the data folder: `current` is one below the component's own folder on docker, and two below the stack's on native. */
const QUERY_LOG = "query.log";

export function refusedReload(deployed: () => Deployment): void {
  test("files that the program refuses after all are swapped back, and the next deploy mends it", async () => {
    const { hands, place } = deployed();
    await deployed().deploy();
    const before = await state(deployed());
    // The judge boots on scratch storage; on the live one a folder lies where the file should be.
    const data = place.engine === undefined ? "../../../data/prometheus" : "../../../data";
    await hands.makeData("prometheus", QUERY_LOG);
    await deployed().edit(
      "environment.yml",
      "    evaluation_interval: 1s\n",
      `    evaluation_interval: 1s\n    global: { query_log_file: ${data}/${QUERY_LOG} }\n`,
    );
    await deployed().edit("rules/promises.yml", "promises:up:count", "promises:up:logged");

    const said = await deployed().refused();
    expect(said).toContain("prometheus refused the new files; the ones before are live again");
    expect(said).toContain("is a directory");
    const after = await state(deployed());
    expect(after).toEqual(before);

    await hands.removeData("prometheus", QUERY_LOG);
    await deployed().deploy();
    expect(await prometheusConfig(deployed())).toContain(QUERY_LOG);
    expect(await rules(deployed())).toContain("promises:up:logged");
    expect(await hands.process("prometheus")).toBe(before.processes.prometheus);
  });
}
