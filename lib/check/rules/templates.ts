import { type Dialect, fieldsOf, parseTemplate, prometheusDialect } from "../../gotemplate/index.ts";
import { canHave, parsePromQL, resultLabels } from "../../promql/index.ts";
import { didYouMean } from "../../schema/index.ts";
import { type Context, isSet, objectOf, type Say, textOf, type Values } from "../rule.ts";

const dialects = new Map<string | undefined, Dialect>();

/** Made once for each version: a file has thousands of templates. */
function dialectOf(version: string | undefined): Dialect {
  const dialect = dialects.get(version) ?? prometheusDialect(version);
  dialects.set(version, dialect);
  return dialect;
}

/** Texts that Prometheus refuses to load, because a template in them does not parse. */
export function checkTemplates(value: Values, say: Say, { versions }: Context): void {
  if (!isSet(value.alert)) return;
  const dialect = dialectOf(versions.prometheus);
  for (const of of [objectOf(value.labels), objectOf(value.annotations)]) {
    for (const [key, text] of Object.entries(of ?? {})) {
      if (of === undefined || typeof text !== "string" || !text.includes("{{")) continue;
      for (const { start, end, message, unknown } of parseTemplate(text, dialect).faults) {
        const help = unknown && didYouMean(unknown.name, unknown.known).replace(/^; /, "");
        say(key, `the template does not parse: ${message}`, help || undefined, { of, range: [start, end - start] });
      }
    }
  }
}

/** Words without which an expression keeps all labels of its metrics. */
const DROPS_LABELS =
  /\b(?:sum|min|max|avg|group|stddev|stdvar|count|count_values|quantile|absent|absent_over_time|vector|scalar|time|on|ignoring)\b/i;

/** Templates see the labels of the expression's result, not those that the rule itself adds. */
export function checkLabelTemplates(value: Values, say: Say, { world, knowledge, versions }: Context): void {
  const expr = textOf(value.expr);
  const { tree } = isSet(value.alert) && DROPS_LABELS.test(expr) ? parsePromQL(expr, knowledge) : { tree: undefined };
  if (tree === undefined) return;
  const labels = resultLabels(tree, (name) => world?.knowledge.metric?.(name)?.labels);
  for (const of of [objectOf(value.labels), objectOf(value.annotations)]) {
    for (const [key, text] of Object.entries(of ?? {})) {
      if (of === undefined || typeof text !== "string" || !/labels/i.test(text)) continue;
      for (const { base, fields, start, end, isOuterDot } of fieldsOf(
        parseTemplate(text, dialectOf(versions.prometheus)),
      )) {
        const label =
          base === "$labels" ? fields[0] : isOuterDot && base === "." && fields[0] === "Labels" ? fields[1] : undefined;
        if (label === undefined || canHave(labels, label)) continue;
        say(
          key,
          `the result of the expression has no label ${label}, so nothing is shown here`,
          "keep the label in the expression: by (…)",
          { of, range: [start, end - start] },
        );
      }
    }
  }
}
