import type { Dialect } from "./parse.ts";

/** Functions that every template has. Source: text/template, funcs.go (Go 1.26). */
const BUILTIN = [
  ...["and", "call", "html", "index", "slice", "js", "len", "not", "or", "print", "printf", "println", "urlquery"],
  ...["eq", "ge", "gt", "le", "lt", "ne"],
];

/** A function and the first version that has it; none: the oldest that we support. */
type Functions = Readonly<Record<string, string | undefined>>;

const since = (version: string | undefined, ...names: readonly string[]): Functions =>
  Object.fromEntries(names.map((name) => [name, version]));

/** Source: template/template.go (`DefaultFuncs`) of each release from 0.25 to 0.34. */
const ALERTMANAGER: Functions = {
  ...since(undefined, "join", "match", "reReplaceAll", "safeHtml", "stringSlice", "title", "toLower", "toUpper"),
  ...since("0.26", "trimSpace"),
  ...since("0.28", "date", "humanizeDuration", "since", "tz"),
  ...since("0.30", "safeUrl", "toJson", "urlUnescape"),
  ...since("0.32", "append", "dict", "list"),
  ...since("0.33", "now"),
  ...since("0.34", "base64decode", "base64encode", "mustToDate", "routeLabels", "toDate"),
};

/** Source: template/template.go (`NewTemplateExpander`) of 2.42 to 3.15, and Prometheus's CHANGELOG. */
const PROMETHEUS: Functions = {
  ...since(undefined, "args", "externalURL", "first", "graphLink", "humanize", "humanize1024", "humanizeDuration"),
  ...since(undefined, "humanizePercentage", "humanizeTimestamp", "label", "match", "parseDuration", "pathPrefix"),
  ...since(undefined, "query", "reReplaceAll", "safeHtml", "sortByLabel", "stripDomain", "stripPort", "strvalue"),
  ...since(undefined, "tableLink", "title", "toLower", "toTime", "toUpper", "value"),
  ...since("3.6", "now", "toDuration"),
  ...since("3.8", "urlQueryEscape"),
};

/** Go's `else with` came with 1.23, with which these releases are built (their .promu.yml). */
const ELSE_WITH = { alertmanager: "0.28", prometheus: "2.55" } as const;

/** What Go itself brings. */
export const goDialect: Dialect = { functions: new Set(BUILTIN) };

/** What notification templates may use. `version` as in `0.31.1`; without one, all that any version knows. */
export const alertmanagerDialect = (version?: string): Dialect => ({
  functions: known(ALERTMANAGER, version),
  elseWith: version === undefined || isSince(version, ELSE_WITH.alertmanager),
});

/** What labels and annotations of an alert may use: rules/alerting.go declares the variables. */
export const prometheusDialect = (version?: string): Dialect => ({
  functions: known(PROMETHEUS, version),
  variables: ["$labels", "$externalLabels", "$externalURL", "$value"],
  elseWith: version === undefined || isSince(version, ELSE_WITH.prometheus),
});

/** The first version that has a function, to say what an older one needs; undefined for one that no version has, or all. */
export const functionSince = (program: "alertmanager" | "prometheus", name: string): string | undefined =>
  (program === "alertmanager" ? ALERTMANAGER : PROMETHEUS)[name];

const known = (functions: Functions, version: string | undefined): ReadonlySet<string> => {
  const names = Object.entries(functions)
    .filter(([, first]) => version === undefined || first === undefined || isSince(version, first))
    .map(([name]) => name);
  return new Set([...BUILTIN, ...names]);
};

const isSince = (version: string, first: string): boolean => minorNumber(version) >= minorNumber(first);

/** Releases in their order: patches do not change what a template may use. */
const minorNumber = (version: string): number => {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major * 1000 + minor;
};
