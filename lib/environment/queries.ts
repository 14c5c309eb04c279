import type { Query, Site } from "../components/component.ts";
import type { Finding, Place } from "../finding.ts";
import { parsePromQL } from "../promql/index.ts";
import { validate } from "../schema/index.ts";
import { parseYaml, pointer } from "../yaml/index.ts";
import queriesValidator from "./queries.validator.ts";
import { QUERIES_FILE, type Sources } from "./sources.ts";

/** A question of an environment's own: what its people ask Prometheus, and the shape of the answer that verify expects. */
export interface OwnQuery extends Query {
  /** The only target on which it has an answer; absent: every one. */
  readonly only?: Site["kind"];
  /** Where a part of the question is written, in UTF-16 units of it. */
  readonly place: (from: number, length: number) => Place;
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
  const queries = (value as readonly OwnQuery[]).map((query, index) => ({
    ...query,
    place: (from: number, length: number) => document.placeIn(pointer(index, "expr"), from, length),
  }));
  return { queries, findings: queries.flatMap(unparsable) };
}

const unparsable = ({ expr, place }: OwnQuery): readonly Finding[] =>
  parsePromQL(expr).faults.map(({ from, to, severity, check, message, help }) => ({
    ...place(from, Math.max(1, to - from)),
    severity,
    check,
    message,
    ...(help !== undefined && { help }),
  }));
