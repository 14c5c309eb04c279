import { CORE_SCHEMA, FAILSAFE_SCHEMA, load, mergeTag } from "js-yaml";
import type { RenderedFile } from "../../lib/files.ts";
import { ownedBy } from "../deploy/owned.ts";
import type { Context } from "./check.ts";

/** The files that were rendered for a component, with paths relative to its folder. */
export const renderedFiles = ({ composed }: Context, name: string): readonly RenderedFile[] =>
  ownedBy(name, composed.rendered.files);

/** The text of one of them. */
export function renderedText(context: Context, name: string, path: string): string {
  const file = renderedFiles(context, name).find((candidate) => candidate.path === path);
  if (file === undefined) throw new Error(`${name} has no rendered file ${path}`);
  return file.text;
}

/** YAML with a text for every scalar: `1.10` stays what it is. */
export const readTexts = (text: string): unknown => load(text, { schema: FAILSAFE_SCHEMA.withTags(mergeTag) });

/** YAML with numbers and booleans, as the programs read it where their own types ask for them. */
export const readValues = (text: string): unknown => load(text, { schema: CORE_SCHEMA.withTags(mergeTag) });

/** A group of a rule file. */
export interface RenderedGroup {
  /** Name of its file. */
  readonly file: string;
  readonly name: string;
  /** Of each of its rules, unless the rule says otherwise. */
  readonly labels?: Texts;
  readonly rules: readonly RenderedRule[];
}

/** Labels, or annotations. */
export type Texts = Readonly<Record<string, string>> | null;

export interface RenderedRule {
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly keep_firing_for?: string;
  readonly labels?: Texts;
  readonly annotations?: Texts;
}

/** The rule groups that were rendered for a Prometheus. */
export function renderedGroups(context: Context, name: string): readonly RenderedGroup[] {
  return renderedFiles(context, name)
    .filter(({ path }) => path.startsWith("rules/"))
    .flatMap(({ path, text }) => {
      // A file of nothing but comments is a valid rule file.
      const content = readTexts(text) as { readonly groups?: readonly RenderedGroup[] } | undefined;
      return (content?.groups ?? []).map((group) => ({ ...group, file: baseName(path), rules: group.rules ?? [] }));
    });
}

/** The last part of a path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
