import { expect, test } from "vitest";
import { APPS } from "../../../apps/index.ts";
import { PROCESS_METRICS } from "../../../apps/kit/process-metrics.ts";
import { createRegistry } from "../../../apps/kit/registry.ts";
import { parseVariable } from "../../../apps/kit/variables.ts";
import type { AppMetric } from "../../../apps/manifest.ts";

const METRICS = [
  { name: "jobs_total", type: "counter", help: "Jobs", labels: ["status"], values: { status: ["ok", "bad"] } },
  { name: "depth", type: "gauge", help: "Depth", labels: [] },
  {
    name: "took_seconds",
    type: "histogram",
    help: "Took",
    labels: ["kind"],
    initial: [{ kind: "a" }],
    buckets: [1, 2],
  },
  { name: "wait_seconds", type: "summary", help: "Wait", labels: [], quantiles: [0.5] },
] as const satisfies readonly AppMetric[];

test("declared series exist from the start, so that rate() sees the first event", async () => {
  const text = await createRegistry(METRICS).exposition();
  expect(text).toContain('jobs_total{status="ok"} 0\njobs_total{status="bad"} 0\n');
  expect(text).toContain("\ndepth 0\n");
  expect(text).toContain('took_seconds_bucket{le="+Inf",kind="a"} 0\n');
});

test("instruments count under the declared names", async () => {
  const { instruments, exposition } = createRegistry(METRICS);
  instruments.jobs_total.inc({ status: "bad" });
  instruments.depth.set(7);
  instruments.took_seconds.observe({ kind: "b" }, 1.5);
  instruments.wait_seconds.observe(3);
  const text = await exposition();
  for (const line of [
    'jobs_total{status="bad"} 1',
    "depth 7",
    'took_seconds_bucket{le="1",kind="b"} 0',
    'took_seconds_bucket{le="2",kind="b"} 1',
    'wait_seconds{quantile="0.5"} 3',
  ]) {
    expect(text.split("\n")).toContain(line);
  }
});

test("a label or a value that is not declared does not compile", () => {
  const { instruments } = createRegistry(METRICS);
  // @ts-expect-error: "worse" is not a declared status
  expect(() => instruments.jobs_total.inc({ status: "worse" })).not.toThrow();
  // @ts-expect-error: depth has no labels
  expect(() => instruments.depth.set({ status: "ok" }, 1)).toThrow();
  // @ts-expect-error: a counter only rises
  expect(instruments.jobs_total.dec).toBeUndefined();
});

test("the process metrics are exactly those declared, with type, help and labels", async () => {
  const text = await createRegistry([]).exposition();
  const exposed = [...text.matchAll(/^# HELP (\S+) (.+)\n# TYPE \S+ (\S+)$/gm)].map(([, name, help, type]) => ({
    name,
    help,
    type,
  }));
  expect(exposed).toEqual(PROCESS_METRICS.map(({ name, help, type }) => ({ name, help, type })));
});

test.each(Object.entries(APPS))("the manifest of %s holds together", (name, manifest) => {
  expect(manifest.name).toBe(name);
  const names = manifest.metrics.map((metric) => metric.name);
  expect(new Set(names).size).toBe(names.length);
  for (const metric of manifest.metrics) {
    expect(metric.labels).toEqual(expect.arrayContaining(Object.keys(metric.values ?? {})));
  }
  for (const variable of Object.values(manifest.variables)) {
    expect(parseVariable(variable, variable.default)).toBeDefined();
  }
});
