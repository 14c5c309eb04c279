import { expect, test } from "vitest";
import { sum, timeToPage, timeToResolve, worstCaseSeconds } from "../../../lib/alertmanager/index.ts";

const timings = {
  scrapeInterval: 15,
  scrapeTimeout: 10,
  evaluationInterval: 15,
  for: 50,
  groupWait: 10,
  groupInterval: 60,
};

test("the worst case is the sum of all that a page waits for, with `for` in whole evaluations", () => {
  expect(timeToPage(timings).map(({ seconds }) => seconds)).toEqual([15, 10, 15, 60, 60]);
  expect(worstCaseSeconds(timings)).toBe(160);
  expect(worstCaseSeconds({ ...timings, for: 0, groupWait: 120 })).toBe(160);
});

test("a rate may take its whole range to show a failure, and to forget it", () => {
  expect(timeToPage({ ...timings, range: 300 }).map(({ seconds }) => seconds)).toEqual([15, 10, 15, 300, 60, 60]);
  expect(sum(timeToResolve({ ...timings, range: 300 }))).toBe(400);
});

test("a resolve waits for its group's next turn, however short group_wait is", () => {
  expect(sum(timeToResolve(timings))).toBe(100);
  expect(sum(timeToResolve({ ...timings, keepFiringFor: 20 }))).toBe(130);
});
