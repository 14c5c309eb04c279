import { dump } from "js-yaml";
import { alertmanagerSchema } from "../../lib/check/alertmanager/schema/index.ts";
import { dereference, type JsonSchema } from "../../lib/check/json-schema.ts";
import { parseYaml } from "../../lib/yaml/index.ts";
import { fc } from "./fast-check.ts";

type Path = readonly (string | number)[];
interface Spot {
  readonly path: Path;
  readonly schema: JsonSchema;
}

/** What stands where it may not, and sometimes where it may. */
const SCALARS = [
  ...[null, "", "x", "critical", 0, 1, -1, 1.5, true, false, "yes", "<secret>", "..."],
  ...[
    "5m",
    "0s",
    "1h30m",
    "5",
    "1.5h",
    "90 s",
    "http://localhost:9",
    "localhost:9",
    "ftp://x",
    "http://",
    "https://a b/",
  ],
  ...["severity=critical", 'a="b', "a=~(", "a-b=c", "{a=b", "a=b,,c=d", "((", "a|b", "(?=x)", "[a-z", ".*"],
  ...["monday:friday", "friday:monday", "1:31", "-1", "0", "09:00", "9:00", "24:00", "24:01", "2026", "january"],
  ...[
    "Europe/Berlin",
    "europe/berlin",
    "Mars/Olympus",
    "UTC",
    "{{ .Status }}",
    "{{ .Status",
    "{{ nope }}",
    "mail:25",
    "mail:",
  ],
  ...[
    "Markdown",
    "markdown",
    "text",
    "TLS12",
    "TLS9",
    "daily",
    "team",
    "Bearer",
    "basic",
    "gzip",
    "cloud",
    "-5",
    "0x1F",
  ],
  ...[
    "https://hooks.slack.com/services/${HOOK}",
    "http://${HOST}:9095/",
    "http://a:port/",
    "http://[::1]:80/",
    "http://[::1",
    "HTTP://X/",
  ],
  ...[
    "http://u:p@ss@h/",
    "http://h/%zz",
    "http://h/?q=%",
    "http://:80",
    "//h/x",
    "https:h",
    "${SMTP}:587",
    "h:99999",
    "[::1]:25",
    "::1:25",
    "a:b:c",
  ],
  ...[
    "1d",
    "1w2d",
    "1y",
    "2d1w",
    "5ms",
    "1h-1m",
    "+5s",
    "1h1h",
    "0",
    "00s",
    "1e3s",
    "1_0s",
    "Monday",
    "1:12",
    "0:5",
    "Feb",
    "february",
    "+1",
    "٣",
  ],
  ...[[], {}, [null], [""], { a: "b" }, [{}], ["a", "a"]],
] as const;

/** Every place of a value with the schema that speaks of it. */
function spotsOf(value: unknown, schema: JsonSchema, path: Path = []): Spot[] {
  const known = dereference(schema, alertmanagerSchema);
  const children = Array.isArray(value)
    ? value.flatMap((item, index) => spotsOf(item, known.items ?? {}, [...path, index]))
    : Object.entries(isMap(value) ? value : {}).flatMap(([key, item]) =>
        spotsOf(item, memberOf(known, key), [...path, key]),
      );
  return [{ path, schema: known }, ...children];
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const memberOf = (schema: JsonSchema, key: string): JsonSchema =>
  schema.properties?.[key] ?? (typeof schema.additionalProperties === "object" ? schema.additionalProperties : {});

/** The value with the place at `path` changed: removed when `change` gives undefined. */
function changed(value: unknown, [first, ...rest]: Path, change: (old: unknown) => unknown): unknown {
  if (first === undefined) return change(value);
  if (Array.isArray(value)) {
    const next = value.map((item, index) => (index === first ? changed(item, rest, change) : item));
    return next.filter((item) => item !== undefined);
  }
  if (!isMap(value)) return value;
  const next = { ...value, [first]: changed(value[first], rest, change) };
  return Object.fromEntries(Object.entries(next).filter(([, item]) => item !== undefined));
}

const scalar = fc.constantFrom<unknown>(...SCALARS);

/** One change at one place: another value, nothing, a known key more, a misspelt key, an item twice. */
const mutation = (value: unknown): fc.Arbitrary<unknown> =>
  fc.constantFrom(...spotsOf(value, alertmanagerSchema)).chain(({ path, schema }) => {
    const keys = Object.keys(schema.properties ?? {});
    const atSpot = (change: (old: unknown) => unknown) => changed(value, path, change);
    const withKey = fc
      .tuple(fc.constantFrom(...(keys.length > 0 ? keys : ["unknown"])), scalar)
      .map(([key, item]) => atSpot((old) => (isMap(old) ? { ...old, [key]: item } : item)));
    return fc.oneof(
      scalar.map((item) => atSpot(() => item)),
      fc.constant(path.length === 0 ? value : atSpot(() => undefined)),
      { arbitrary: withKey, weight: keys.length > 0 ? 3 : 1 },
      scalar.map((item) => atSpot((old) => (isMap(old) ? { ...old, receiverz: item } : old))),
      fc.constant(atSpot((old) => (Array.isArray(old) && old.length > 0 ? [...old, old[0]] : old))),
    );
  });

/** Files that come from valid ones by one to three changes; about half of them are refused. */
export const mutatedFiles = (valid: readonly string[]): fc.Arbitrary<string> =>
  fc
    .constantFrom(...valid)
    .map((text) => parseYaml({ path: "alertmanager.yml", text }).document.value)
    .chain(mutation)
    .chain((value) => fc.oneof(fc.constant(value), mutation(value), mutation(value).chain(mutation)))
    .map((value) => dump(value, { noRefs: true, lineWidth: -1 }));
