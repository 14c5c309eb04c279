import { createHash, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { cachePath } from "../../../host/checkout.ts";
import { remembered } from "../../../host/judge/verdicts.ts";

test("what two environments have in common is judged once, also when both ask at the same time", async () => {
  const judged = { files: randomUUID() };
  const hash = createHash("sha256").update(JSON.stringify(judged)).digest("hex");
  onTestFinished(() => rm(cachePath("verdicts", `${hash}.json`), { force: true }));
  let times = 0;
  const judge = async () => {
    times += 1;
    return ["a reason"];
  };
  const both = await Promise.all([remembered(judged, judge), remembered(judged, judge)]);
  expect([...both, await remembered(judged, judge)]).toEqual([["a reason"], ["a reason"], ["a reason"]]);
  expect(times).toBe(1);
});
