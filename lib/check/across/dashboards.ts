import type { SourceFile } from "../../files.ts";
import type { Finding } from "../../finding.ts";
import { checkExpression, metricOf, parsePromQL, selectorsOf } from "../../promql/index.ts";
import { didYouMean } from "../../schema/index.ts";
import { Decoder, type Listener } from "../go-yaml/decode.ts";
import { isSet, textOf, type Values } from "../rule.ts";
import { Source } from "../source.ts";
import type { World } from "./world.ts";

const SILENT: Listener = {
  object: () => undefined,
  text: () => undefined,
  versioned: () => undefined,
  fault: () => undefined,
  repeated: () => undefined,
};

/** `$name`, `${name}`, `${name:format}`, `[[name]]`. Source: Grafana's documentation, variable syntax. */
const VARIABLE = /\$\{\w+(?::\w+)?\}|\$\w+|\[\[\w+\]\]/g;

/**
 * A query with a text of the same length in place of every variable, so that places stay what they are: a duration in
 * ranges, within quotes what matches anything, elsewhere a name.
 */
const withoutVariables = (query: string): string =>
  query.replaceAll(VARIABLE, (variable, at: number) => {
    if (query[at - 1] === "[" || query[at - 1] === ":") return "5m".padEnd(variable.length);
    const isQuoted = query.slice(0, at).split('"').length % 2 === 0;
    return (isQuoted ? "." : "x").repeat(variable.length);
  });

/** Findings of the queries of a Grafana dashboard: what its panels ask must be there. JSON is YAML, so places come for free. */
export function checkDashboard(file: SourceFile, world: World): Finding[] {
  const source = new Source(file);
  const [root] = source.documents;
  if (root === undefined || source.findings.length > 0) return [...source.findings];
  const decoder = new Decoder(source.tree.events, file.text, {}, 2, SILENT);
  decoder.decode(root);
  return [...decoder.origins].flatMap(([object, node]) => {
    const { expr } = object as Values;
    return isSet(expr)
      ? checkQuery(textOf(expr), world).map(({ range, ...finding }) => ({
          ...source.placeIn(node, "expr", range),
          ...finding,
        }))
      : [];
  });
}

interface QueryFinding extends Pick<Finding, "severity" | "check" | "message" | "help"> {
  readonly range: readonly [number, number];
}

function checkQuery(query: string, world: World): QueryFinding[] {
  const text = withoutVariables(query);
  const said = checkExpression(text, world.knowledge).map(({ from, to, severity, check, message, help }) => ({
    range: [from, to - from] as const,
    severity: severity === "info" ? severity : ("warning" as const),
    check,
    message,
    ...(help !== undefined && { help }),
  }));
  const { tree } = parsePromQL(text);
  const dead = tree === undefined ? [] : selectorsOf(tree).flatMap(({ selector }) => deadMetric(selector, world));
  return [...said, ...dead];
}

function deadMetric(selector: Parameters<typeof metricOf>[0], world: World): QueryFinding[] {
  const name = metricOf(selector);
  const fate = name === undefined ? undefined : world.fateOf(name, selector);
  if (name === undefined || fate === undefined || fate.kind === "stored") return [];
  const { from, to } = selector.name ?? selector;
  const range = [from, to - from] as const;
  if (fate.kind === "dropped") {
    return [
      {
        range,
        severity: "error",
        check: "dashboard/dropped-metric",
        message: `metric_relabel_configs of the job ${fate.job} drop the metric ${name}`,
        help: "the panel stays empty: keep the metric, or do not show it",
      },
    ];
  }
  return [
    {
      range,
      severity: "warning",
      check: "dashboard/unknown-metric",
      message: `${fate.isSure ? "no job exposes" : "no job is known to expose"} the metric ${name}, and no rule records it${didYouMean(name, fate.near)}`,
      help: "the panel stays empty",
    },
  ];
}
