import type { Site } from "../components/component.ts";
import type { Environment } from "../environment/environment.ts";

/** `$(address:NAME)`, `$(address:NAME:PORT)`, `$(secret:NAME)` in a user's own native files. */
export const PLACEHOLDER = /\$\((address|secret):([^):]+)(?::([^)]+))?\)/g;

interface Where {
  readonly environment: Environment;
  readonly site: Site;
  /** The component whose program reads the text: secrets are put beside its configuration. */
  readonly owner: string;
}

const substituteText = (text: string, { environment, site, owner }: Where): string =>
  text.replace(PLACEHOLDER, (_, kind: string, name: string, port: string | undefined) => {
    if (kind === "secret") return site.path(owner, "secret", name);
    const declared = environment.components.find((component) => component.name === name);
    if (declared === undefined)
      throw new Error(`$(address:${name}) names no component; the environment was not validated`);
    return site.address(name, port ?? "http", "inside");
  });

/** A copy of `value` in which every placeholder in every string has become what it stands for at this site. */
export const substitute = <T>(value: T, where: Where): T => {
  if (typeof value === "string") return substituteText(value, where) as T;
  if (Array.isArray(value)) return value.map((item) => substitute(item, where)) as T;
  if (typeof value === "object" && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item, where)])) as T;
  }
  return value;
};

/** Names that a value's placeholders of one kind give, each once, in order of appearance. */
const namesIn = (value: unknown, wanted: "address" | "secret"): readonly string[] => {
  const found = [...(JSON.stringify(value) ?? "").matchAll(PLACEHOLDER)].filter(([, kind]) => kind === wanted);
  return [...new Set(found.map(([, , name]) => name ?? ""))];
};

/** Names of the secrets that a value's placeholders ask for. */
export const secretsIn = (value: unknown): readonly string[] => namesIn(value, "secret");

/** Names of the components whose addresses a value's placeholders ask for. */
export const addressedIn = (value: unknown): readonly string[] => namesIn(value, "address");
