import {
  alertmanagerDialect,
  type Dialect,
  functionSince,
  goDialect,
  parseTemplate,
  type TemplateFault,
} from "../../gotemplate/index.ts";
import { didYouMean } from "../../schema/index.ts";
import type { TextFault } from "../texts/index.ts";
import type { Versions } from "../version.ts";

const dialects = new Map<string | undefined, Dialect>();

function dialectOf(version: string | undefined): Dialect {
  const known = dialects.get(version);
  if (known !== undefined) return known;
  const dialect = alertmanagerDialect(version);
  dialects.set(version, dialect);
  return dialect;
}

/** Why a template of a receiver does not parse, at the version at hand. */
export function templateFault(text: string, { alertmanager }: Versions): TextFault | undefined {
  const [fault] = text.includes("{{") ? parseTemplate(text, dialectOf(alertmanager)).faults : [];
  return fault === undefined ? undefined : described(fault, alertmanager);
}

/** Webhooks' addresses and responders' types are parsed when the file is loaded, without Alertmanager's own functions. */
export function urlTemplateFault(text: string): TextFault | undefined {
  const [fault] = parseTemplate(text, goDialect).faults;
  return fault === undefined ? undefined : described(fault);
}

function described({ message, start, end, unknown }: TemplateFault, version?: string): TextFault {
  const range = end > start ? { range: [start, end - start] as const } : {};
  if (unknown === undefined) return { reason: message, ...range };
  const first = version === undefined ? undefined : functionSince("alertmanager", unknown.name);
  if (first !== undefined)
    return { reason: `the function \`${unknown.name}\` needs Alertmanager ${first}, and this is ${version}`, ...range };
  return { reason: `${message}${didYouMean(unknown.name, unknown.known)}`, ...range };
}
