import { expect, test } from "vitest";
import { askedFor } from "../../../host/deploy/asked.ts";

const NAMES = ["fruit-shop", "golden-signals", "task-processor"];

test.each([
  ["one that is named", "task-processor --auto-approve", ["task-processor"]],
  ["two, in the order of their names", "task-processor fruit-shop", ["fruit-shop", "task-processor"]],
  ["all where none is named", "", NAMES],
  ["all where a flag alone is said", "--auto-approve", NAMES],
  ["all where the name is misspelt: cdktf lists those that there are", "task-procesor", NAMES],
  ["all where a pattern is said besides", "task-processor golden-*", NAMES],
])("a command is about %s", (_, words, asked) => {
  expect(askedFor(NAMES, words)).toEqual(asked);
});
