import type { RE2JS } from "re2js";
import { compileRegex } from "../re2.ts";
import { objectsOf, textOf, textsOf, type Values } from "./rule.ts";
import { anchored } from "./texts/regex.ts";

/** Labels by name. A value that is not known (a hash) is undefined. */
export type Labels = ReadonlyMap<string, string | undefined>;

/** What a step does; actions may be written in any case. Source: Action.UnmarshalYAML, model/relabel/relabel.go. */
export const actionOf = (step: Values): string =>
  step.action === undefined ? "replace" : textOf(step.action).toLowerCase();

/** The step's regular expression as Prometheus anchors it; undefined when it is none. */
function regexOf(step: Values): RE2JS | undefined {
  const regex = compileRegex(anchored(step.regex === undefined ? "(.*)" : textOf(step.regex)));
  return typeof regex === "string" ? undefined : regex;
}

/**
 * What relabelling makes of labels; undefined when it drops them. Source: ProcessBuilder in model/relabel/relabel.go.
 * A label with the empty value is the same as none.
 */
export function relabel(labels: Labels, steps: unknown): Labels | undefined {
  let current: Labels | undefined = labels;
  for (const step of objectsOf(steps)) {
    current = current && applyStep(current, step);
  }
  return current;
}

function applyStep(labels: Labels, step: Values): Labels | undefined {
  const action = actionOf(step);
  const regex = regexOf(step);
  const value = sourceValue(labels, step);
  if (regex === undefined || value === undefined) return labels;
  const target = textOf(step.target_label);
  switch (action) {
    case "keep":
      return regex.matches(value) ? labels : undefined;
    case "drop":
      return regex.matches(value) ? undefined : labels;
    case "keepequal":
      return labels.get(target) === undefined || (labels.get(target) ?? "") === value ? labels : undefined;
    case "dropequal":
      return (labels.get(target) ?? "") === value ? undefined : labels;
    case "lowercase":
      return withLabel(labels, target, value.toLowerCase());
    case "uppercase":
      return withLabel(labels, target, value.toUpperCase());
    case "hashmod":
      return withLabel(labels, target, undefined);
    case "replace":
      return replace(labels, step, regex, value);
    default:
      return renameLabels(labels, step, regex, action);
  }
}

function sourceValue(labels: Labels, step: Values): string | undefined {
  const separator = step.separator === undefined ? ";" : textOf(step.separator);
  const values = textsOf(step.source_labels).map((name) => (labels.has(name) ? labels.get(name) : ""));
  return values.includes(undefined) ? undefined : values.join(separator);
}

function replace(labels: Labels, step: Values, regex: RE2JS, value: string): Labels {
  const matcher = regex.matcher(value);
  if (!matcher.matches()) return labels;
  const template = step.replacement === undefined ? "$1" : textOf(step.replacement);
  return withLabel(labels, expand(textOf(step.target_label), matcher), expand(template, matcher));
}

function renameLabels(labels: Labels, step: Values, regex: RE2JS, action: string): Labels {
  const result = new Map(labels);
  for (const [name, value] of labels) {
    const matcher = regex.matcher(name);
    const isMatch = matcher.matches();
    if (action === "labelmap" && isMatch) {
      result.set(expand(step.replacement === undefined ? "$1" : textOf(step.replacement), matcher), value);
    } else if ((action === "labeldrop" && isMatch) || (action === "labelkeep" && !isMatch)) {
      result.delete(name);
    }
  }
  return result;
}

function withLabel(labels: Labels, name: string, value: string | undefined): Labels {
  const result = new Map(labels);
  if (value === "") result.delete(name);
  else result.set(name, value);
  return result;
}

/** `$1`, `${1}` and `${name}` of Go's Regexp.Expand; a group that is not there is empty, `$$` is a dollar. */
function expand(template: string, matcher: ReturnType<RE2JS["matcher"]>): string {
  return template.replaceAll(/\$(?:\$|(\w+)|\{(\w+)\})/g, (all, bare?: string, braced?: string) => {
    if (all === "$$") return "$";
    const group = bare ?? braced ?? "";
    return (/^\d+$/.test(group) ? numbered(matcher, Number(group)) : named(matcher, group)) ?? "";
  });
}

const numbered = (matcher: ReturnType<RE2JS["matcher"]>, group: number): string | null =>
  group <= matcher.groupCount() ? matcher.group(group) : null;

function named(matcher: ReturnType<RE2JS["matcher"]>, group: string): string | null {
  try {
    return matcher.group(group);
  } catch {
    return null;
  }
}
