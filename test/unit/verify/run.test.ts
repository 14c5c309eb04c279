import { expect, test } from "vitest";
import type { Check, Context, Seen, Status } from "../../../host/verify/check.ts";
import { runChecks } from "../../../host/verify/run.ts";

const context = {} as Context;

/** Gives one status after the other, and the last one for ever. */
function scripted(name: string, ...statuses: readonly Status[]): Check & { readonly asked: () => number } {
  let asked = 0;
  return {
    name,
    asked: () => asked,
    run: async (): Promise<readonly Seen[]> => {
      const status = statuses[Math.min(asked, statuses.length - 1)] ?? "pass";
      asked += 1;
      return [{ subject: "s", status, evidence: `answer ${asked}` }];
    },
  };
}

test("only what fails is asked again, until it holds", async () => {
  const [fine, late, warns] = [scripted("fine", "pass"), scripted("late", "fail", "pass"), scripted("warns", "warn")];
  const waits: string[] = [];
  const outcomes = await runChecks([fine, late, warns], context, {
    waitSeconds: 60,
    pauseSeconds: 0.01,
    onWait: (failing) => waits.push(failing.map(({ check }) => check).join()),
  });
  expect(outcomes.map(({ check, status }) => `${check} ${status}`)).toEqual(["fine pass", "late pass", "warns warn"]);
  expect([fine.asked(), late.asked(), warns.asked()]).toEqual([1, 2, 1]);
  expect(waits).toEqual(["late"]);
});

test("without time to wait every check is asked once", async () => {
  const broken = scripted("broken", "fail");
  const outcomes = await runChecks([broken], context, { waitSeconds: 0 });
  expect(outcomes).toEqual([{ check: "broken", subject: "s", status: "fail", evidence: "answer 1" }]);
});

test("a check that throws is a failure of that check alone", async () => {
  const throws: Check = { name: "throws", run: () => Promise.reject(new Error("nobody answers")) };
  const outcomes = await runChecks([throws, scripted("fine", "pass")], context, { waitSeconds: 0 });
  expect(outcomes).toMatchObject([
    { check: "throws", status: "fail", evidence: "nobody answers" },
    { check: "fine", status: "pass" },
  ]);
});
