import { expect, test } from "vitest";
import { UserError } from "../../../host/errors.ts";
import { verifyArguments } from "../../../host/verify/arguments.ts";

test("defaults", () => {
  expect(verifyArguments(["shop"])).toEqual({ environment: "shop", format: "text", waitSeconds: 90 });
});
test("all said", () => {
  expect(verifyArguments(["--format", "json", "shop", "--wait=1.5"])).toEqual({
    environment: "shop",
    format: "json",
    waitSeconds: 1.5,
  });
});
test.each([
  [[], "the name of an environment is missing"],
  [["a", "b"], "one environment at a time, and not also b"],
  [["a", "--format", "xml"], '--format is "xml", but must be one of text, json'],
  [["a", "--wait", "soon"], '--wait is a number of seconds, and not "soon"'],
  [["a", "--wait", "-1"], "--wait"],
  [["a", "--fromat=json"], "did you mean --format?"],
])("misuse: %j", (args, words) => {
  const error = thrownBy(() => verifyArguments(args));
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).toContain(words);
  expect((error as UserError).exitCode).toBe(2);
});

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}
