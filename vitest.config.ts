import { spawnSync } from "node:child_process";
import { defineConfig } from "vitest/config";
import LongestFirst from "./test/support/longest-first.ts";

/** What is made up at random depends on what is committed: what passed once passes always, and each change tries other things. */
const { stdout: tree } = spawnSync("git", ["rev-parse", "HEAD^{tree}"], { encoding: "utf8" });
process.env.FUZZ_SEED ??= String(Number.parseInt(`${tree}`.slice(0, 7), 16) || 1);

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      // Pure tests share one module graph: 60 files run in the time that isolation takes for 8.
      // Properties with thousands of cases take seconds when the machine is busy; none waits for anything.
      // A component's own test stands in its folder, and so does an app's, among those below.
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "lib/**/*.test.ts"],
          pool: "threads",
          isolate: false,
          testTimeout: 60_000,
        },
      },
      // Tests that run real programs, three files at a time: two that deploy whole environments, and one that mostly waits (LongestFirst).
      {
        test: {
          name: "real",
          include: ["test/real/**/*.test.ts", "apps/**/*.test.ts"],
          globalSetup: "test/support/run-folder.ts",
          pool: "forks",
          maxWorkers: 3,
          // After the unit tests, which take both cores.
          sequence: { groupOrder: 1 },
          testTimeout: 600_000,
          // Where Go has compiled nothing yet, images and the provider alone take ten minutes beside two other files.
          hookTimeout: 1_800_000,
        },
      },
    ],
    reporters: ["./test/closing-line-reporter.ts"],
  },
});
