import { expect, test } from "vitest";
import { isSilenced, type SilenceMatcher } from "../../../lib/alertmanager/index.ts";

const LABELS = { alertname: "Down", job: "worker" };

test.each<[string, readonly SilenceMatcher[], boolean]>([
  ["a value", [{ name: "alertname", value: "Down", isRegex: false, isEqual: true }], true],
  ["another value", [{ name: "alertname", value: "Up", isRegex: false, isEqual: true }], false],
  ["a value, of a version that knows no other matchers", [{ name: "job", value: "worker", isRegex: false }], true],
  ["all but another value", [{ name: "job", value: "api", isRegex: false, isEqual: false }], true],
  ["a label that is not there", [{ name: "instance", value: "worker", isRegex: false, isEqual: true }], false],
  ["a regular expression", [{ name: "alertname", value: "D.*", isRegex: true, isEqual: true }], true],
  ["a regular expression of a part alone", [{ name: "alertname", value: "Dow", isRegex: true, isEqual: true }], false],
  ["all but a regular expression", [{ name: "job", value: "work.+", isRegex: true, isEqual: false }], false],
  [
    "one of two",
    [
      { name: "alertname", value: "Down", isRegex: false, isEqual: true },
      { name: "job", value: "api", isRegex: false, isEqual: true },
    ],
    false,
  ],
])("a silence of %s", (_, matchers, silenced) => {
  expect(isSilenced(matchers, LABELS)).toBe(silenced);
});
