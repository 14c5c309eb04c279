import { expect, test } from "vitest";
import { seeAnswers } from "../../../host/verify/checks/dashboards.ts";

const asked = (samples: number) => ({ title: "Up", expr: "up", samples });

test("a dashboard passes when all that it asks evaluates", () => {
  expect(seeAnswers("Host", [asked(1), asked(2)])).toEqual({
    subject: "Host",
    status: "pass",
    evidence: "2 queries evaluate",
  });
});
test("what is empty is told, and passes: nothing may have happened yet", () => {
  expect(seeAnswers("Host", [asked(1), asked(0)])).toMatchObject({
    status: "pass",
    evidence: "2 queries evaluate, 1 of them to nothing yet",
  });
});
test("what cannot be evaluated fails, with panel, expression and reason", () => {
  expect(
    seeAnswers("Host", [asked(1), { title: "CPU", expr: "rate(x)", fault: "expected range vector" }]),
  ).toMatchObject({
    status: "fail",
    evidence: "CPU: rate(x): expected range vector",
  });
});
