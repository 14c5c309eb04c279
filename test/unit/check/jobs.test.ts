import { describe, expect, test } from "vitest";
import { jobsIn } from "../../../lib/check/across/jobs.ts";

const jobWith = (more: object) =>
  jobsIn({ scrape_configs: [{ job_name: "shop", static_configs: [{ targets: ["shop:80"] }], ...more }] }, () => []).at(
    0,
  );

describe("a relabelling action in any case, as Prometheus takes it", () => {
  test("makes labels of the targets that nobody can know", () => {
    expect(jobWith({})?.knowsLabels("any")).toBe(true);
    expect(jobWith({ relabel_configs: [{ action: "LabelMap", regex: "__meta_(.+)" }] })?.knowsLabels("any")).toBe(
      false,
    );
    expect(jobWith({ metric_relabel_configs: [{ action: "LabelMap", regex: "a(.+)" }] })?.knowsLabels("any")).toBe(
      false,
    );
  });
  test("may call the job otherwise", () => {
    expect(jobWith({})?.isCalledOtherwise).toBe(false);
    expect(jobWith({ relabel_configs: [{ action: "LabelDrop", regex: "j.b" }] })?.isCalledOtherwise).toBe(true);
  });
});
