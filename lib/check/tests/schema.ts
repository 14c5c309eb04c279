import type { JsonSchema } from "../json-schema.ts";
import { boolean, duration, list, map, number, object, ref, since, text } from "../schema-words.ts";

const alert = object(
  {
    exp_labels: map(text("Value."), "Labels of the alert, without alertname."),
    exp_annotations: map(text("Value."), "Annotations of the alert, templates filled in."),
  },
  "An alert that fires.",
);

const sample = object(
  {
    labels: text('The series, as `name{label="value"}`.'),
    value: number("Its value."),
    histogram: since(
      "2.47",
      text("Its histogram, as `{{schema:0 sum:3 count:2 buckets:[1 1]}}`; the value is not looked at then."),
    ),
  },
  "A sample that the expression gives.",
);

const group = object(
  {
    name: text("Name of the test, for its report."),
    interval: duration("Time between two values of a series; evaluation_interval when absent."),
    input_series: list(
      object(
        {
          series: text('The series, as `name{label="value"}`.'),
          values: text("Its values: `1 2 3`, `0+10x5`, `1x4`, `_` for none, `stale`."),
        },
        "A series that is scraped.",
      ),
      "Series that are scraped.",
    ),
    alert_rule_test: list(
      object(
        {
          eval_time: duration("Time since the start."),
          alertname: text("The alert.", { minLength: 1 }),
          exp_alerts: list(alert, "All alerts of this name that fire then; none when empty."),
        },
        "Which alerts of a name fire at a time.",
        { required: ["alertname"] },
      ),
      "Tests of alerting rules.",
    ),
    promql_expr_test: list(
      object(
        {
          expr: text("The expression."),
          eval_time: duration("Time since the start."),
          exp_samples: list(sample, "All samples that it gives."),
        },
        "What an expression gives at a time.",
        { "x-checked-as": ["expression-test"] },
      ),
      "Tests of expressions.",
    ),
    external_labels: map(text("Value."), "External labels, for templates."),
    external_url: text("External URL, for templates."),
    start_timestamp: since("3.9", text("When the test starts: RFC 3339 or seconds since the epoch; 0 when absent.")),
  },
  "A test: series, and what the rules make of them.",
  { "x-checked-as": ["test-group"] },
);

/** A file for `promtool test rules`. Source: unitTestFile in cmd/promtool/unittest.go, Prometheus 2.42 to 3.15. */
export const testsSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "Tests of Prometheus rules",
  ...object(
    {
      rule_files: list(text("Path or glob, relative to this file."), "Rule files that are tested."),
      evaluation_interval: duration("How often rules are evaluated.", { default: "1m" }),
      group_eval_order: list(text("Name of a group."), "Groups in the order in which they are evaluated."),
      tests: list(ref("group"), "The tests."),
      fuzzy_compare: since(
        "3.5",
        boolean("Whether neighbouring floating point numbers count as equal.", { default: false }),
      ),
    },
    "A file for `promtool test rules`.",
    { "x-checked-as": ["test-file"] },
  ),
  $defs: { group },
};
