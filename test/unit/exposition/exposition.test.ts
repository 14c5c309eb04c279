import { describe, expect, test } from "vitest";
import { COMPONENTS } from "../../../lib/components/index.ts";
import { parseExposition } from "../../../lib/exposition/parse.ts";
import { formatSample, parseSample } from "../../../lib/exposition/sample.ts";
import { versionIn } from "../../../lib/exposition/version.ts";

const ANSWER = `# HELP http_requests_total Requests, by "code" {and more}
# TYPE http_requests_total counter
http_requests_total{code="200",path="/a\\"}b"} 5 1700000000000
http_requests_total{code="500",path="/a\\"}b"} 1
http_requests_total{code="500",path=""} 1
# TYPE duration_seconds histogram
duration_seconds_bucket{job_type="x",le="1"} 1
duration_seconds_bucket{job_type="x",le="+Inf"} 1
duration_seconds_sum{job_type="x"} 0.5
duration_seconds_count{job_type="x"} 1
# TYPE latency summary
latency{quantile="0.5"} 1
latency_sum 1
latency_count 1
untold_count 3
# TYPE empty gauge
`;

test("an answer to /metrics is known by names, types, labels and how many there are", () => {
  expect(formatSample(parseExposition(ANSWER)).split("\n")).toEqual([
    "duration_seconds histogram 1 job_type=1 le=2",
    "empty gauge 0",
    "http_requests_total counter 3 code=2 path?=1",
    "latency summary 1 quantile=1",
    "untold_count untyped 1",
  ]);
});

test("answers of several servers are counted together", () => {
  const [metric] = parseExposition('# TYPE a gauge\na{x="1"} 1\n', '# TYPE a gauge\na{x="2"} 1\n');
  expect(metric).toEqual({ name: "a", type: "gauge", labels: ["x"], series: 2, distinct: { x: 2 } });
});

test("what is written is read again as it was", () => {
  const metrics = parseExposition(ANSWER);
  expect(parseSample(formatSample(metrics))).toEqual(metrics);
});

describe("a program says its version in its metrics", () => {
  test.each([
    ['node_exporter_build_info{goversion="go1.19.8",version="1.5.0"} 1', "1.5.0"],
    ['prometheus_build_info{goversion="go1.19.8",version="2.42.0+ds"} 1', "2.42.0"],
    ['cadvisor_version_info{cadvisorVersion="v0.53.0",dockerVersion="20.10.24"} 1', "0.53.0"],
    ['rabbitmq_build_info{erlang_version="25.2.3",rabbitmq_version="3.10.8"} 1', "3.10.8"],
    ['go_info{version="go1.19.8"} 1', undefined],
  ])("%s", (line, version) => {
    expect(versionIn(`# TYPE x gauge\n${line}\n`)).toBe(version);
  });
});

describe("samples of the rooms", () => {
  const samples = COMPONENTS.flatMap(({ name, recorded }) =>
    (recorded?.samples ?? []).map((sample) => [`${name} ${sample.version}`, sample, recorded] as const),
  );
  test.each(samples)("%s is whole, and of names that the component owns", (_, sample, recorded) => {
    const metrics = sample.metrics();
    expect(metrics.length).toBeGreaterThan(20);
    expect(metrics.filter(({ name }) => recorded?.owns.test(name) !== true)).toEqual([]);
    const counted = metrics.flatMap(({ labels, distinct = {}, series = 0 }) =>
      labels.map((label) => (distinct[label] ?? 0) >= 1 && (distinct[label] ?? 0) <= series),
    );
    expect(counted).not.toContain(false);
  });
});
