import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { expect, onTestFinished, test } from "vitest";
import { fileOf, remembered } from "../../../host/judge/verdicts.ts";

test("what two environments have in common is judged once, also when both ask at the same time", async () => {
  const judged = { files: randomUUID() };
  onTestFinished(() => rm(fileOf(judged), { force: true }));
  const verdict = [{ message: "a reason", ofFlags: false }];
  let times = 0;
  const judge = async () => {
    times += 1;
    return verdict;
  };
  const both = await Promise.all([remembered(judged, judge), remembered(judged, judge)]);
  expect([...both, await remembered(judged, judge)]).toEqual([verdict, verdict, verdict]);
  expect(times).toBe(1);
});
