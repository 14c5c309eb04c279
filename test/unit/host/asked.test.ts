import { expect, test } from "vitest";
import { askedFor, unknownIn } from "../../../host/deploy/asked.ts";

const NAMES = ["fruit-shop", "golden-signals", "task-processor"];

test.each([
  ["one that is named", "task-processor --auto-approve", ["task-processor"]],
  ["two, in the order of their names", "task-processor fruit-shop", ["fruit-shop", "task-processor"]],
  ["all where none is named", "", NAMES],
  ["all where a flag alone is said", "--auto-approve", NAMES],
  ["all where a pattern is said besides", "task-processor golden-*", NAMES],
])("a command is about %s", (_, words, asked) => {
  expect(askedFor(NAMES, words)).toEqual(asked);
});

test.each([
  ["a misspelt one", "task-procesor", "task-procesor"],
  ["a misspelt one behind a known one", "task-processor shop --auto-approve", "shop"],
  ["none where all are known", "task-processor fruit-shop --auto-approve", undefined],
  ["none where nothing is named", "", undefined],
  ["none in a pattern: cdktf says when it fits nothing", "shop-*", undefined],
  ["none behind a flag: it may be the flag's value", "--parallelism 1", undefined],
])("the name that no environment has: %s", (_, words, unknown) => {
  expect(unknownIn(NAMES, words)).toBe(unknown);
});
