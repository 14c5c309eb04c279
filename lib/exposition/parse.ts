import type { Exposed } from "../components/component.ts";

/** One line of the text exposition format. Source: prometheus.io/docs/instrumenting/exposition_formats. */
interface Series {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
}

const TYPE = /^# TYPE (\S+) (counter|gauge|histogram|summary|untyped|unknown|info|stateset)\s*$/;
const SERIES = /^([a-zA-Z_:][\w:]*)(?:\{((?:[^"}]|"(?:[^"\\]|\\.)*")*)\})?\s/;
const LABEL = /([a-zA-Z_]\w*)\s*=\s*"((?:[^"\\]|\\.)*)"/g;
/** Of a histogram and a summary, these are part of the type, and no labels of the metric. */
const INNER: ReadonlySet<string> = new Set(["le", "quantile"]);

interface Family {
  readonly type: Exposed["type"];
  readonly series: Series[];
}

/** The metrics of an answer to /metrics, or of several of the same program, sorted by name. What is no metric is passed over. */
export function parseExposition(...texts: readonly string[]): readonly Exposed[] {
  const families = new Map<string, Family>();
  for (const line of texts.flatMap((text) => text.split("\n"))) read(line, families);
  return [...families].map(([name, family]) => exposedOf(name, family)).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function read(line: string, families: Map<string, Family>): void {
  const [, name, type] = TYPE.exec(line) ?? [];
  if (name !== undefined) {
    if (!families.has(name)) families.set(name, { type: typeOf(type), series: [] });
    return;
  }
  const series = seriesIn(line);
  if (series === undefined) return;
  const family = familyOf(series.name, families);
  if (family !== undefined) family.series.push(series);
  else families.set(series.name, { type: "untyped", series: [series] });
}

const typeOf = (text = ""): Exposed["type"] =>
  text === "counter" || text === "gauge" || text === "histogram" || text === "summary" ? text : "untyped";

/** The series that a line holds; undefined for comments and empty lines. A label with the empty value is the same as none. */
export function seriesIn(line: string): Series | undefined {
  const [, name, labels = ""] = SERIES.exec(line) ?? [];
  if (name === undefined) return undefined;
  const pairs = [...labels.matchAll(LABEL)].map(([, label = "", value = ""]) => [label, value] as const);
  return { name, labels: new Map(pairs.filter(([, value]) => value !== "")) };
}

function familyOf(name: string, families: ReadonlyMap<string, Family>): Family | undefined {
  const own = families.get(name);
  if (own !== undefined) return own;
  const [base, suffix] = [name.replace(/_(bucket|count|sum)$/, ""), /_(bucket|count|sum)$/.exec(name)?.[1]];
  const family = suffix === undefined ? undefined : families.get(base);
  const isPart = family?.type === "histogram" || (family?.type === "summary" && suffix !== "bucket");
  return isPart ? family : undefined;
}

function exposedOf(name: string, { type, series }: Family): Exposed {
  const sets = new Map(series.map(({ labels }) => [identityOf(labels), labels]));
  const values = new Map<string, Set<string>>();
  for (const { labels } of series)
    for (const [label, value] of labels) values.set(label, (values.get(label) ?? new Set()).add(value));
  const labels = [...values.keys()].filter((label) => !isInner(label, type)).sort();
  const optional = labels.filter((label) => [...sets.values()].some((set) => !set.has(label)));
  return {
    name,
    type,
    labels,
    ...(optional.length > 0 && { optional }),
    series: sets.size,
    distinct: Object.fromEntries([...values].map(([label, set]) => [label, set.size])),
  };
}

const isInner = (label: string, type: Exposed["type"]): boolean =>
  INNER.has(label) && (type === "histogram" || type === "summary");

/** Series of a histogram that differ in `le` alone are of one set of labels. */
const identityOf = (labels: ReadonlyMap<string, string>): string =>
  JSON.stringify([...labels].filter(([label]) => !INNER.has(label)).sort());
