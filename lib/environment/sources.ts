import type { SourceFile } from "../files.ts";
import type { Finding } from "../finding.ts";
import { type ParsedYaml, parseYaml } from "../yaml/index.ts";
import { isMap, Layer } from "./layers.ts";

/** The texts of an environment's files by path: all below configs/<name>/ and below the folders that `extends` names. */
export type Sources = ReadonlyMap<string, string>;

/** What the files of an environment say together. */
export interface ReadSources {
  /** environment.yml, apps/*.yml and what they extend. */
  readonly layer: Layer;
  /** The environment's folder, then the ones it extends. */
  readonly folders: readonly string[];
  readonly findings: readonly Finding[];
  /** False when environment.yml, or one that it extends, is no YAML. */
  readonly isReadable: boolean;
}

export const ENVIRONMENT_FILE = "environment.yml";
export const LOCAL_FILE = "local.yml";
export const QUERIES_FILE = "queries.yml";

/** Folders of an environment, each of files of one kind. */
export const KINDS = ["apps", "rules", "tests", "slos", "dashboards", "metrics"] as const;
export type Kind = (typeof KINDS)[number];

/** One extension each, as the globs of what is rendered have it. */
export const extensionOf = (kind: Kind): string =>
  kind === "dashboards" ? ".json" : kind === "metrics" ? ".txt" : ".yml";

/** Whether a file of that name in the folder of a kind is read. */
export const isWanted = (kind: Kind, name: string): boolean => name.endsWith(extensionOf(kind));

/** The files of one kind of a folder, by name. */
export const filesIn = (sources: Sources, folder: string, kind: Kind): SourceFile[] =>
  [...sources]
    .filter(([path]) => path.startsWith(`${folder}/${kind}/`) && isWanted(kind, path))
    .map(([path, text]) => ({ path, text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));

/** The folder that an environment.yml extends: the host must read it too. Undefined when it extends none, or does not parse. */
export function extendedFolder(file: SourceFile): string | undefined {
  const { value } = parseYaml(file).document;
  const base = isMap(value) ? value.extends : undefined;
  if (typeof base !== "string" || !/^\.\.\/[^/]+\/?$/.test(base)) return undefined;
  const configs = file.path.split("/").slice(0, -2);
  return [...configs, base.slice(3).replace(/\/$/, "")].join("/");
}

/** Reads environment.yml and apps/*.yml of a folder, over what they extend. */
export function readSources(sources: Sources, path: string, above: readonly string[] = []): ReadSources {
  const folder = folderOf(path);
  const file = { path, text: sources.get(path) ?? "" };
  const { document, findings } = parseYaml(file);
  const apps = filesIn(sources, folder, "apps").map(parseYaml);
  const layers = apps.filter(isReadable).map((parsed) => Layer.of(parsed.document));
  const all = [...findings, ...apps.flatMap((parsed) => parsed.findings)];
  const own: ReadSources = {
    layer: withApps(Layer.of(document), layers),
    folders: [folder],
    findings: all,
    isReadable: isReadable({ document, findings }),
  };
  return withBase(own, sources, file, above);
}

/** Whether it has a value: one with repeated keys has, one that is no YAML has not. */
const isReadable = ({ document, findings }: Pick<ParsedYaml, "document" | "findings">): boolean =>
  findings.length === 0 || document.value !== undefined;

const folderOf = (path: string): string => path.slice(0, Math.max(path.lastIndexOf("/"), 0));

function withBase(own: ReadSources, sources: Sources, file: SourceFile, above: readonly string[]): ReadSources {
  const folder = extendedFolder(file);
  if (folder === undefined) return own;
  const path = `${folder}/${ENVIRONMENT_FILE}`;
  const fault = extendsFault(sources, path, [...above, file.path]);
  if (fault !== undefined) {
    const place = own.layer.place("/extends");
    const finding: Finding = { ...place, severity: "error", check: "environment/extends", ...fault };
    return { ...own, findings: [...own.findings, finding] };
  }
  const below = readSources(sources, path, [...above, file.path]);
  return {
    layer: Layer.merge(below.layer, own.layer),
    folders: [...own.folders, ...below.folders],
    findings: [...own.findings, ...below.findings],
    isReadable: own.isReadable && below.isReadable,
  };
}

function extendsFault(sources: Sources, base: string, above: readonly string[]) {
  if (above.includes(base)) {
    const circle = [...above.slice(above.indexOf(base)), base].map(folderOf);
    return { message: `${circle.join(" extends ")}: this never ends`, help: "one of them must extend none" };
  }
  if (sources.has(base)) return undefined;
  return {
    message: `there is no ${base} to extend`,
    help: "give a folder beside this one, as ../base",
  };
}

/** An app's file holds one entry of `apps:` or a list of them. */
function withApps(environment: Layer, files: readonly Layer[]): Layer {
  const entries = files.flatMap((file) => (Array.isArray(file.value) ? file.entries.map(([, item]) => item) : [file]));
  if (entries.length === 0) return environment;
  const own = environment.child("apps");
  const ownEntries = own?.entries.map(([, item]) => item) ?? [];
  const apps = Layer.list([...ownEntries, ...entries], own ?? environment);
  return Layer.map(new Map([...environment.entries, ["apps", apps]]), environment);
}
