import type { Query, Site } from "../components/component.ts";
import type { Finding } from "../finding.ts";
import { parsePromQL } from "../promql/index.ts";
import { validate } from "../schema/index.ts";
import { type Located, parseYaml, pointer } from "../yaml/index.ts";
import queriesValidator from "./queries.validator.ts";
import { QUERIES_FILE, type Sources } from "./sources.ts";

/** A question of an environment's own: what its people ask Prometheus, and the shape of the answer that verify expects. */
export interface OwnQuery extends Query {
  /** The only target on which it has an answer; absent: every one. */
  readonly only?: Site["kind"];
}

export interface ReadQueries {
  readonly queries: readonly OwnQuery[];
  readonly findings: readonly Finding[];
}

/** Reads queries.yml of an environment's folder and of those it extends. Of one with a mistake nothing is asked. */
export function readQueries(sources: Sources, folders: readonly string[]): ReadQueries {
  const read = [...folders].reverse().map((folder) => readOne(sources, `${folder}/${QUERIES_FILE}`));
  return { queries: read.flatMap(({ queries }) => queries), findings: read.flatMap(({ findings }) => findings) };
}

function readOne(sources: Sources, path: string): ReadQueries {
  const text = sources.get(path);
  if (text === undefined) return { queries: [], findings: [] };
  const { document, findings } = parseYaml({ path, text });
  const value = document.value ?? [];
  const invalid = [...findings, ...validate(queriesValidator, document, { check: "environment/queries", value })];
  if (invalid.length > 0) return { queries: [], findings: invalid };
  const queries = value as readonly OwnQuery[];
  return { queries, findings: queries.flatMap((query, index) => unparsable(query, index, document)) };
}

const unparsable = ({ expr }: OwnQuery, index: number, document: Located): readonly Finding[] =>
  parsePromQL(expr).faults.map(({ from, to, severity, check, message, help }) => ({
    ...document.placeIn(pointer(index, "expr"), from, Math.max(1, to - from)),
    severity,
    check,
    message,
    ...(help !== undefined && { help }),
  }));
