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
