import { parsePromQL } from "../../promql/index.ts";
import { judge, type Standard } from "../judge.ts";
import type { Kind } from "../kind.ts";
import { NEWEST_PROMETHEUS } from "../prometheus/schema/index.ts";
import { listOf, type Rule, textOf } from "../rule.ts";
import { testsSchema } from "./schema.ts";
import { seriesRules } from "./series.ts";
import validator from "./tests.validator.ts";

const SOURCE = "ruleUnitTest, cmd/promtool/unittest.go";

const testsRules: readonly Rule[] = [
  {
    name: "tests/group-order",
    on: "test-file",
    says: "A group twice in group_eval_order.",
    source: SOURCE,
    check: ({ group_eval_order: order }, say) => {
      const names = listOf(order);
      for (const [index, name] of names.entries())
        if (names.indexOf(name) < index)
          say(index, `the group "${String(name)}" stands in this order already`, "remove it", { of: names });
    },
  },
  {
    name: "tests/rule-files",
    on: "test-file",
    severity: "warning",
    says: "A rule_files entry that matches nothing.",
    source: "resolveAndGlobFilepaths, cmd/promtool/unittest.go",
    check: ({ rule_files: files }, say, { glob }) => {
      const patterns = listOf(files);
      for (const [index, pattern] of patterns.entries())
        if (glob?.(textOf(pattern)).length === 0)
          say(index, `no file matches "${textOf(pattern)}"`, "paths are relative to this file", { of: patterns });
    },
  },
  {
    name: "tests/expr",
    on: "expression-test",
    says: "An expression that is no PromQL.",
    source: "testGroup.test, cmd/promtool/unittest.go",
    check: ({ expr }, say, { versions: { prometheus: version } }) => {
      const { faults } = parsePromQL(textOf(expr), version === undefined ? {} : { version });
      for (const { from, to, message, help } of faults.filter(({ severity }) => severity === "error"))
        say("expr", message, help, { range: [from, to - from] });
    },
  },
  ...seriesRules,
];

export const testsStandard: Standard = {
  kind: "tests",
  schema: testsSchema,
  validator,
  dialect: 2,
  rules: testsRules,
  newest: NEWEST_PROMETHEUS,
};

export const tests: Kind = {
  name: "tests",
  title: "a file of rule tests",
  keys: Object.keys(testsSchema.properties ?? {}),
  detects: (keys) => keys.has("tests"),
  check: (source, options) => judge(source, testsStandard, options).findings,
};
