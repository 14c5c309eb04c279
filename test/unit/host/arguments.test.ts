import { expect, test } from "vitest";
import { HelpAsked, misuse, readArguments } from "../../../host/arguments.ts";
import { UserError } from "../../../host/errors.ts";

const USAGE = {
  command: "tool ENV",
  about: "Does it.",
  flags: {
    out: { value: "DIR", required: true, about: "where to" },
    wait: { value: "SECONDS", about: "how long" },
    format: { oneOf: ["text", "json"], about: "for whom" },
    kind: { value: "KIND", oneOf: ["rules", "slo"], about: "of what: rules, slo" },
    force: { about: "even so" },
  },
} as const;
const LINE = "tool ENV --out DIR [--wait SECONDS] [--format text|json] [--kind KIND] [--force]";

const error = (...args: readonly string[]): unknown => {
  try {
    return readArguments(args, USAGE);
  } catch (thrown) {
    return thrown;
  }
};

test("flags stand anywhere", () => {
  const typed = ["--force", "shop", "--out=x", "--wait", "3", "--format", "json", "--kind=slo", "more"];
  expect(readArguments(typed, USAGE)).toEqual({
    values: { force: true, out: "x", wait: "3", format: "json", kind: "slo" },
    positionals: ["shop", "more"],
  });
});

test.each([
  [["--fore"], "Unknown option '--fore'; did you mean --force?"],
  [["--out", "x", "--wiat", "3"], "Unknown option '--wiat'; did you mean --wait?"],
  [["--quietly"], "Unknown option '--quietly'"],
  [["-x"], "Unknown option '-x'"],
  [["--wait"], "Option '--wait <value>' argument missing"],
  [["--wait", "-1"], "Option '--wait' argument is ambiguous"],
  [["--force=yes"], "Option '--force' does not take an argument"],
  [[], "--out DIR is missing"],
  [["--out", "x", "--format", "jsn"], '--format is "jsn", but must be one of text, json; did you mean "json"?'],
  [["--out", "x", "--kind="], '--kind is "", but must be one of rules, slo'],
])("misuse: %j", (args, message) => {
  expect(error(...args)).toEqual(misuse(USAGE, message));
  expect(error(...args)).toMatchObject({ exitCode: 2, help: LINE });
  expect(error(...args)).toBeInstanceOf(UserError);
});

test.each(["--help", "-h"])("%s is no misuse, whatever stands beside it", (flag) => {
  const asked = error("shop", flag);
  expect(asked).toBeInstanceOf(HelpAsked);
  expect((asked as HelpAsked).message).toBe(`${LINE}

Does it.

  --out DIR           where to
  --wait SECONDS      how long
  --format text|json  for whom
  --kind KIND         of what: rules, slo
  --force             even so
`);
});
