import { isSameExpression } from "../../lib/promql/index.ts";
import { parseDuration } from "../../lib/schema/index.ts";
import type { LoadedRule } from "../clients/prometheus.ts";
import type { RenderedGroup, RenderedRule, Texts } from "./rendered.ts";

/** How a rule that runs is not the one that was rendered, one text for each part of it. */
export function ruleDifferences(
  wanted: RenderedRule,
  group: Pick<RenderedGroup, "labels">,
  loaded: LoadedRule | undefined,
): readonly string[] {
  if (loaded === undefined) return [];
  const found = [
    ...expressionDifference(wanted, loaded),
    ...durationDifference(wanted, loaded),
    ...textDifferences("label", { ...group.labels, ...wanted.labels }, loaded.labels),
    ...textDifferences("annotation", wanted.annotations, loaded.annotations),
  ];
  return found.map((text) => `${loaded.name} runs with ${text}`);
}

/** Prometheus prints an expression its own way. One that cannot be read here is not told of. */
const expressionDifference = ({ expr }: RenderedRule, { query }: LoadedRule): readonly string[] =>
  isSameExpression(expr, query) === false ? [`the expression ${query}, and was rendered with ${oneLine(expr)}`] : [];

const oneLine = (text: string): string => text.trim().replace(/\s+/g, " ");

/** A Prometheus that does not say it does not have it. */
function durationDifference(wanted: RenderedRule, { keepFiringFor }: LoadedRule): readonly string[] {
  const seconds = secondsOf(wanted.keep_firing_for);
  return keepFiringFor === undefined || keepFiringFor === seconds
    ? []
    : [`keep_firing_for ${keepFiringFor}s, and was rendered with ${seconds}s`];
}

/** Of a duration as rules write them; none is zero. */
export const secondsOf = (duration: string | undefined): number => (parseDuration(duration ?? "0s") ?? 0) / 1000;

function textDifferences(what: string, rendered: Texts | undefined, running: Texts | undefined): readonly string[] {
  const [wanted, loaded] = [textsIn(rendered), textsIn(running)];
  return [...new Set([...wanted.keys(), ...loaded.keys()])]
    .filter((name) => wanted.get(name) !== loaded.get(name))
    .map((name) => `the ${what} ${name} ${shown(loaded.get(name))}, and was rendered with ${shown(wanted.get(name))}`);
}

/** As YAML writes that there is nothing, which Prometheus takes for an empty text. */
const NOTHING: ReadonlySet<string> = new Set(["", "~", "null", "Null", "NULL"]);

/** An empty label is none. */
const textsIn = (texts: Texts | undefined): ReadonlyMap<string, string> =>
  new Map(Object.entries(texts ?? {}).filter(([, text]) => !NOTHING.has(text)));

const shown = (text: string | undefined): string => (text === undefined ? "missing" : JSON.stringify(text));
