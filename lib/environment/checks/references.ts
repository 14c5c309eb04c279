import type { Finding } from "../../finding.ts";
import { PLACEHOLDER } from "../../render/placeholders.ts";
import { didYouMean, nearest } from "../../schema/index.ts";
import { pointer } from "../../yaml/index.ts";
import type { Environment } from "../environment.ts";
import { portsOf } from "../ports.ts";
import { type CheckContext, finding } from "./check.ts";

/** Anything of a placeholder's form, also those that are none: `$(adress:x)`, `$(secret:)`. */
const LIKE_PLACEHOLDER = /\$\((\w+):[^)]*\)/g;
const KINDS = ["address", "secret"];

/** What `$(address:NAME)` and `$(secret:NAME)` name must exist; what they became otherwise would reach Alertmanager as it stands. */
export function checkReferences(environment: Environment, { located, names }: CheckContext): Finding[] {
  return environment.components.flatMap(({ settings, pointer: at }) =>
    texts(settings, at).flatMap(({ text, path }) =>
      [...text.matchAll(LIKE_PLACEHOLDER)].flatMap((match) => {
        const problem = problemOf(match[0], environment, names);
        return problem === undefined
          ? []
          : [finding("reference", located.placeIn(path, match.index, match[0].length), `${match[0]}: ${problem}`)];
      }),
    ),
  );
}

function problemOf(written: string, environment: Environment, names: readonly string[]): string | undefined {
  const [, kind = "", name = "", port] = [...written.matchAll(PLACEHOLDER)][0] ?? [];
  if (kind === "") return notAPlaceholder(written);
  if (kind === "secret") {
    const secrets = Object.keys(environment.secrets);
    return secrets.includes(name)
      ? undefined
      : `no secret "${name}" is declared under \`secrets:\`${didYouMean(name, secrets)}`;
  }
  const declared = environment.components.find((component) => component.name === name);
  if (declared === undefined)
    return names.includes(name) ? undefined : `nothing here has the name "${name}"${didYouMean(name, names)}`;
  const ports = portsOf(declared).map((each) => each.name);
  if (ports.length === 0) return `"${name}" runs elsewhere, so no address of it is known here`;
  return ports.includes(port ?? "http")
    ? undefined
    : `"${name}" has no port "${port ?? "http"}", but ${ports.join(", ")}`;
}

/** `$(…)` is written for other purposes too, in a command for example: only near misses are mistakes. */
function notAPlaceholder(written: string): string | undefined {
  const kind = written.slice(2, written.indexOf(":"));
  const meant = nearest(kind, KINDS);
  return meant === undefined ? undefined : `write $(${meant}:NAME)`;
}

interface Text {
  readonly text: string;
  readonly path: string;
}

function texts(value: unknown, path: string): Text[] {
  if (typeof value === "string") return [{ text: value, path }];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => texts(part, path + pointer(key)));
}
