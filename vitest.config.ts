import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
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
      // Tests that run real programs, one file at a time: the machine has two cores, and timings are asserted.
      {
        test: {
          name: "real",
          include: ["test/real/**/*.test.ts", "apps/**/*.test.ts"],
          globalSetup: "test/support/run-folder.ts",
          pool: "forks",
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 600_000,
        },
      },
    ],
    reporters: ["./test/closing-line-reporter.ts"],
  },
});
