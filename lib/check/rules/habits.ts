import { type Expression, metricOf, parsePromQL, selectorsOf, walk } from "../../promql/index.ts";
import { isSet, objectOf, objectsOf, type Rule, type Say, textOf, type Values } from "../rule.ts";

/** Labels that hold one value for each user or request: https://prometheus.io/docs/practices/naming/ */
const ONE_EACH =
  /^(?:user_?id|account_?id|customer_?id|order_?id|request_?id|session(?:_?id)?|trace_?id|span_?id|query_?id|container_?id|pod_?uid|pid|email|uuid|guid|client_?ip|remote_?addr)$/i;
/** Units that are not Prometheus's base units, with the one to use. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/(?:^|[_:])(?:ms|millis|milliseconds|microseconds|minutes|hours|days)(?:$|[_:])/, "seconds"],
  [/(?:^|[_:])(?:kb|kib|mb|mib|gb|gib|kilobytes|megabytes|gigabytes)(?:$|[_:])/i, "bytes"],
];
const HABIT = "https://prometheus.io/docs/practices/";

/** What loads and runs, and is not done by those who know: information, apart from what misleads. */
export const habitRules: readonly Rule[] = [
  {
    name: "rules/value-in-label",
    on: "rule",
    severity: "warning",
    says: "A label of an alert that shows the value: with each new value the alert is another one, its `for` begins again, and it pages again.",
    source: `${HABIT}alerting/, and AlertingRule.Eval: alerts are told apart by their labels`,
    check: (value, say) => {
      const labels = objectOf(value.labels) ?? {};
      for (const [name, text] of Object.entries(isSet(value.alert) ? labels : {})) {
        if (/\{\{[^}]*(?:\$value|\.Value)\b/.test(textOf(text)))
          say(name, "a label that shows the value makes a new alert of each value", "show it in an annotation", {
            of: labels,
          });
      }
    },
  },
  {
    name: "rules/no-traffic",
    on: "rule-file",
    severity: "warning",
    says: "An alert on a rate that is zero, without one on the metric's absence: it never fires when no series exists (T9).",
    source: "requirements T9: measured",
    check: checkNoTraffic,
  },
  {
    name: "rules/success-ratio",
    on: "rule",
    severity: "info",
    says: "A share of status 2xx over all, summed without `by`: redirects count as failures, and all applications are one number (T10).",
    source: "requirements T10",
    check: (value, say) => {
      const tree = /=~\s*["']2(?:\.\.|xx|\[0-9\])/.test(textOf(value.expr))
        ? parsePromQL(textOf(value.expr)).tree
        : undefined;
      if (tree === undefined || !holdsUngroupedRatio(tree)) return;
      say(
        "expr",
        "this share counts only 2xx as success, and sums over all applications",
        'count failures instead (=~"5.."), and sum by (job)',
      );
    },
  },
  {
    name: "rules/recorded-name",
    on: "rule",
    severity: "info",
    says: "A recorded name that is not of the form level:metric:operations, or that names another unit than a base unit.",
    source: `${HABIT}rules/ and ${HABIT}naming/`,
    check: (value, say) => {
      const name = textOf(value.record);
      if (name === "") return;
      if (!name.includes(":"))
        say(
          "record",
          `"${name}" does not look recorded`,
          "recorded names are level:metric:operations, as job:http_requests:rate5m",
        );
      const unit = UNITS.find(([pattern]) => pattern.test(name))?.[1];
      if (unit !== undefined)
        say(
          "record",
          `"${name}" names another unit than ${unit}`,
          `Prometheus's base unit is ${unit}: others are for dashboards to show`,
        );
    },
  },
  {
    name: "rules/high-cardinality",
    on: "rule",
    severity: "info",
    says: "A recording that keeps a label with one value for each user, session, request, query or process.",
    source: `${HABIT}naming/#labels`,
    check: (value, say) => {
      const text = textOf(value.expr);
      const tree = isSet(value.record) && /\bby\b/i.test(text) ? parsePromQL(text).tree : undefined;
      if (tree === undefined) return;
      walk(tree, (node) => {
        if (node.type !== "aggregation" || node.grouping === undefined || node.grouping.without) return;
        for (const { text: label, from, to } of node.grouping.labels.filter((each) => ONE_EACH.test(each.text))) {
          say(
            "expr",
            `${label} has a value for each user, request or process, so this records as many series`,
            "leave it out: logs and traces are for that",
            { range: [from, to - from] },
          );
        }
      });
    },
  },
  {
    name: "rules/alert-texts",
    on: "rule",
    severity: "info",
    says: "An alert without a severity, or without a summary.",
    source: `${HABIT}alerting/`,
    check: (value, say) => {
      if (!isSet(value.alert)) return;
      if (!isSet(objectOf(value.labels)?.severity))
        say(
          "alert",
          "this alert has no severity, which routes go by",
          "labels: { severity: critical, warning or info }",
        );
      if (!isSet(objectOf(value.annotations)?.summary))
        say("alert", "this alert has no summary, which the page shows", "annotations: { summary: … }");
    },
  },
];

const RATES = new Set(["rate", "irate", "increase", "delta", "idelta"]);

/** The metric of which a rate, summed or not, is compared with zero. */
function idleMetric(tree: Expression): string | undefined {
  if (tree.type !== "binary" || tree.operator !== "==" || tree.right.type !== "number" || tree.right.value !== 0)
    return undefined;
  const use = selectorsOf(tree.left).find(({ call }) => call !== undefined && RATES.has(call.name.text));
  return use === undefined ? undefined : metricOf(use.selector);
}

function checkNoTraffic(file: Values, say: Say): void {
  const rules = objectsOf(file.groups).flatMap((group) => objectsOf(group.rules));
  const absent = rules.map(({ expr }) => textOf(expr)).filter((expr) => expr.includes("absent"));
  for (const rule of rules) {
    const expr = textOf(rule.expr);
    const tree = isSet(rule.alert) && /==\s*0/.test(expr) ? parsePromQL(expr).tree : undefined;
    const metric = tree && idleMetric(tree);
    if (metric === undefined || absent.some((other) => other.includes(metric))) continue;
    say(
      "expr",
      `this never fires when there is no series of ${metric} at all`,
      `add a rule with absent(${metric}{…})`,
      { of: rule },
    );
  }
}

function holdsUngroupedRatio(tree: Expression): boolean {
  let isFound = false;
  walk(tree, (node) => {
    if (node.type !== "binary" || node.operator !== "/") return;
    const sides = [node.left, node.right];
    if (!sides.every((side) => side.type === "aggregation" && side.operator === "sum" && side.grouping === undefined))
      return;
    const [above, below] = sides.map((side) => selectorsOf(side)[0]?.selector);
    const isSuccess = above?.matchers.some(({ op, value }) => op === "=~" && /^2/.test(value)) === true;
    isFound ||= isSuccess && above !== undefined && below !== undefined && metricOf(above) === metricOf(below);
  });
  return isFound;
}
