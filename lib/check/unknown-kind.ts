import type { Finding } from "../finding.ts";
import type { Kind } from "./kind.ts";
import { KINDS } from "./kinds.ts";
import type { Source } from "./source.ts";

const UNKNOWN = "check/kind";

interface Said {
  readonly message: string;
  readonly help: string;
}

/** What Kubernetes keeps, and below which of its keys the file stands that a program reads. */
const KUBERNETES: Readonly<Record<string, string>> = {
  ConfigMap: "data",
  Secret: "stringData",
  PrometheusRule: "spec",
  Prometheus: "spec",
  Alertmanager: "spec",
  AlertmanagerConfig: "spec",
  PrometheusServiceLevel: "spec",
};

/** A file that wraps another one for Kubernetes; undefined for every other file. `kind`: what it is taken for, where that can be told. */
export function wrapped(source: Source, kind: Kind | undefined): Finding | undefined {
  const keys = source.keys();
  if (!keys.has("apiVersion") || !keys.has("kind")) return undefined;
  const object = source.textOf("kind") ?? "";
  const below = Object.hasOwn(KUBERNETES, object) ? KUBERNETES[object] : undefined;
  return finding(source, kind === undefined ? UNKNOWN : `${kind.name}/structure`, {
    message: `this is an object of Kubernetes (${object}), which Prometheus and Alertmanager do not read`,
    help: `put what they read into a file of its own${below === undefined ? "" : `: what stands below "${below}"`}`,
  });
}

/** Keys of the items of a list, and what such a list belongs to. */
const LISTS: Readonly<Record<string, string>> = {
  alert: "rules stand in a group: groups: [{ name: …, rules: [ … ] }]",
  record: "rules stand in a group: groups: [{ name: …, rules: [ … ] }]",
  rules: "groups of rules stand below `groups:`",
  job_name: "scrape jobs stand below `scrape_configs:`",
  targets: "files of targets are checked along with the prometheus.yml that names them",
};

/** A file of which nobody can tell what it is. */
export const unknownKind = (source: Source): Finding => finding(source, UNKNOWN, said(source));

function said(source: Source): Said {
  const keys = [...source.keys()].slice(0, 5);
  const help = `say it: --kind ${KINDS.map(({ name }) => name).join("|")}`;
  const message = "what kind of file this is cannot be told";
  if (source.documents.length === 0) return { message: `${message}: it is empty`, help };
  if (keys.length > 0) return { message: `${message}: its keys are ${keys.join(", ")}`, help };
  const known = [...source.itemKeys()].find((key) => Object.hasOwn(LISTS, key));
  if (known === undefined) return { message: `${message}: it holds no keys`, help };
  return { message: `${message}: it is a list, and has no keys`, help: LISTS[known] ?? help };
}

const finding = (source: Source, check: string, words: Said): Finding => ({
  ...source.place(source.documents[0] ?? 0),
  severity: "error",
  check,
  ...words,
});
