import { expect, test } from "vitest";
import { lineOf } from "../../../host/commands/drill.ts";

const TERMS = [
  { name: "for", seconds: 60 },
  { name: "range", seconds: 0 },
  { name: "group_wait", seconds: 10 },
];

test.each([
  [42.25, "  page: 42.3 s; at worst 70 s (for 60 + group_wait 10), 27.8 s earlier"],
  [71, "  page: 71.0 s; at worst 70 s (for 60 + group_wait 10), 1.0 s LATER"],
  ["did not come", "  page: did not come; at worst 70 s (for 60 + group_wait 10)"],
  ["not waited for", "  page: not waited for; at worst 70 s (for 60 + group_wait 10)"],
] as const)("a page of %s is told", (seconds, line) => {
  expect(lineOf({ what: "page", terms: TERMS, seconds })).toBe(line);
});
