import type { SourceFile } from "../files.ts";
import { byPlace, type Finding, isError } from "../finding.ts";
import { isUnknownKey, scalarsToText, validate } from "../schema/index.ts";
import { ignores, isIgnored, type Located, namesOf, parseYaml, valueAt } from "../yaml/index.ts";
import { checkEnvironment } from "./checks/index.ts";
import { checkUnusedSecrets } from "./checks/secrets.ts";
import { completeComponents, declaredIn } from "./declared.ts";
import { type Drill, type Environment, type SecretSource, stackOf, type TargetChoice } from "./environment.ts";
import environmentValidator from "./environment.validator.ts";
import { isMap, Layer } from "./layers.ts";
import { type LocalSettings, readLocal } from "./local.ts";
import { readQueries } from "./queries.ts";
import { ENVIRONMENT_FILE, filesIn, type Kind, readSources, type Sources } from "./sources.ts";

export interface LoadedEnvironment {
  /** Absent when a finding is an error. */
  readonly environment?: Environment;
  /** Of its own files only: what they say, not yet what becomes of it. By place. */
  readonly findings: readonly Finding[];
}

/** Makes an environment of its files: all mistakes at once, each with its place. `folder` is `configs/<name>`. */
export function loadEnvironment(sources: Sources, folder: string): LoadedEnvironment {
  return load(sources, `${folder}/${ENVIRONMENT_FILE}`, false);
}

/** What can be said of an environment's file alone: not whether its name is its folder's, nor what stands in the files beside it. */
export function checkEnvironmentFile(file: SourceFile): readonly Finding[] {
  return load(new Map([[file.path, file.text]]), file.path, true).findings;
}

function load(sources: Sources, path: string, isAlone: boolean): LoadedEnvironment {
  const { layer, folders, findings: unread, isReadable } = readSources(sources, path);
  const local = readLocal(sources, folders[0] ?? "");
  if (!isReadable) return { findings: [...unread, ...local.findings].sort(byPlace) };
  const { value, findings: invalid, broken } = validated(layer);
  const located = local.layer === undefined ? layer : Layer.merge(layer, local.layer);
  // What the schema refuses is left out, so that the rest can be judged too, and no mistake is reported twice.
  const { queries, findings: unasked } = readQueries(sources, folders);
  const own = environmentOf(withoutBroken(value, broken), local.settings, located, sources, folders);
  const draft: Environment = { ...own, queries };
  const names = declaredIn(value).map(({ name }) => name);
  const checked = checkEnvironment(draft, { located, names, isAlone });
  const found = unique([...unread, ...invalid, ...local.findings, ...unasked, ...checked]);
  const all = found.some(isError) ? found : [...found, ...checkUnusedSecrets(draft, located)];
  const findings = withoutIgnored(all.sort(byPlace), sources);
  return findings.some(isError) ? { findings } : { environment: draft, findings };
}

function validated(layer: Layer): { value: unknown; findings: Finding[]; broken: readonly string[] } {
  const value = structuredClone(layer.value);
  completeComponents(value);
  scalarsToText(environmentValidator, value, layer);
  const findings = validate(environmentValidator, layer, { check: "environment/schema", value });
  return { value, findings, broken: findings.length === 0 ? [] : brokenPointers(value) };
}

/** Takes unknown keys out of `value`, and says where it is still not as the schema wants it: a missing key may have been misspelt. */
function brokenPointers(value: unknown): readonly string[] {
  const errors = environmentValidator.errors ?? [];
  for (const { instancePath, params } of errors.filter(isUnknownKey)) {
    const holder = valueAt(value, instancePath) as Record<string, unknown>;
    delete holder[params.additionalProperty];
  }
  environmentValidator(value);
  return (environmentValidator.errors ?? [])
    .filter(({ keyword }) => keyword !== "if")
    .map((error) => error.instancePath);
}

/** Without the entries (a component, an app, a drill, a secret) that a pointer leads into. */
function withoutBroken(value: unknown, broken: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isMap(value)) return {};
  const paths = broken.map(namesOf);
  const entries = Object.entries(value).flatMap(([key, part]) => {
    const own = paths.filter(([first]) => first === key);
    const isWhole = own.some((names) => names.length === 1);
    return isWhole ? [] : [[key, withoutEntries(part, new Set(own.map(([, entry]) => entry ?? "")))]];
  });
  return Object.fromEntries(entries);
}

/** Items of a list become null, so that those after them keep their numbers. */
function withoutEntries(part: unknown, names: ReadonlySet<string>): unknown {
  if (Array.isArray(part)) return part.map((item, index) => (names.has(String(index)) ? null : item));
  if (!isMap(part)) return part;
  return Object.fromEntries(Object.entries(part).filter(([name]) => !names.has(name)));
}

function environmentOf(
  value: Readonly<Record<string, unknown>>,
  local: LocalSettings,
  located: Located,
  sources: Sources,
  folders: readonly string[],
): Omit<Environment, "queries"> {
  const [folder = ""] = folders;
  const name = folder.slice(folder.lastIndexOf("/") + 1);
  const instance = local.instance ?? "";
  const limits = (value.limits ?? {}) as { max_time_to_page?: string };
  return {
    name,
    instance,
    stack: stackOf(name, instance),
    folder,
    target: targetOf(local.target ?? value.target),
    images: local.images ?? "undecided",
    paging: value.paging === "pagerduty" ? "pagerduty" : "sandbox",
    data: value.data === "disposable" ? "disposable" : "keep",
    portOffset: local.port_offset ?? 0,
    ...(isMap(value.backend) && { backend: value.backend }),
    externalLabels: (value.external_labels ?? {}) as Environment["externalLabels"],
    components: declaredIn(value),
    secrets: (value.secrets ?? {}) as Readonly<Record<string, SecretSource>>,
    drills: itemsOf<Drill>(value.drills),
    limits: { maxTimeToPage: limits.max_time_to_page ?? "5m" },
    ignore: itemsOf<Environment["ignore"][number]>(value.ignore),
    rules: shared(sources, folders, "rules"),
    tests: shared(sources, folders, "tests"),
    slos: shared(sources, folders, "slos"),
    dashboards: shared(sources, folders, "dashboards"),
    metrics: shared(sources, folders, "metrics"),
    place: (pointer, range) => (range === undefined ? located.place(pointer) : located.placeIn(pointer, ...range)),
  };
}

function targetOf(value: unknown): TargetChoice {
  if (isMap(value)) {
    if (isMap(value.native)) return { ...value.native, kind: "native" };
    return { ...(value.docker as { host?: string }), kind: "docker" };
  }
  return { kind: value === "native" || value === "docker" ? value : "auto" };
}

const itemsOf = <T>(value: unknown): T[] => (Array.isArray(value) ? value.filter((item) => item !== null) : []);

/** Files of the environment's own folder and of those it extends; of two with one name, the nearer one. */
function shared(sources: Sources, folders: readonly string[], kind: Kind) {
  const nearestLast = [...folders].reverse().flatMap((folder) => filesIn(sources, folder, kind));
  return [...new Map(nearestLast.map((file) => [file.path.slice(file.path.lastIndexOf("/")), file])).values()];
}

/** Without what a comment `# watchkeeper:ignore NAME reason` in its file silences. */
export function withoutIgnored(findings: readonly Finding[], sources: Sources): Finding[] {
  const files = [...new Set(findings.map(({ file }) => file))];
  const comments = new Map(files.map((path) => [path, ignores(parseYaml({ path, text: sources.get(path) ?? "" }))]));
  return findings.filter((finding) => !isIgnored(finding, comments.get(finding.file) ?? []));
}

function unique(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values()];
}
