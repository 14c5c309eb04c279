import { dereference, type JsonSchema, typesOf } from "../../lib/check/json-schema.ts";
import { fc } from "./fast-check.ts";

/** Values for texts with a format: good ones, and ones that are nearly good. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  "prometheus-duration": ["30s", "1m", "0s", "5", "1.5m", "2h30m", "10ms"],
  "prometheus-size": ["10MB", "0", "1GiB", "5", "1.5KB"],
  "go-url": ["http://a:9090", "https://b/x", "http://a b", ""],
  "http-url": ["http://a:9090", "a/b", "ftp://a"],
  "absolute-url": ["http://a:9090", "a/b"],
  re2: ["(.*)", "a|b", "(a", "[0-9]+"],
  "label-name": ["team", "__address__", "job", "a-b", "1a"],
  "file-sd-path": ["targets/*.json", "a.yml", "*/a.yml", "a.txt"],
  "rule-path": ["rules/*.yml", "*/a.yml", "a"],
  uuid: ["00000000-0000-0000-0000-000000000000", "me"],
  "uuid-or-empty": ["00000000-0000-0000-0000-000000000000", "me", ""],
};
const PLAIN = [
  "a",
  "job",
  "x:9090",
  "replace",
  "keep",
  "hashmod",
  "labelmap",
  "labeldrop",
  "lowercase",
  "keepequal",
  "$1",
  "SRV",
  "A",
  "",
  "http",
  "Basic",
  "5",
  "true",
];

/** JSON that follows a schema mostly, so that what is judged lies behind the first mistake. */
export function fromSchema(root: JsonSchema): fc.Arbitrary<unknown> {
  const node = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> => {
    const target = dereference(schema, root);
    return fc.oneof(
      { weight: 30, arbitrary: fitting(target, depth) },
      { weight: 1, arbitrary: fc.constantFrom(null, "", 0, -1, true, [], {}) },
    );
  };
  const fitting = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> => {
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    switch (typesOf(schema)[0]) {
      case "object":
        return object(schema, depth);
      case "array":
        return depth <= 0
          ? fc.constant([])
          : fc.array(node(schema.items ?? {}, depth - 1), { maxLength: 2, minLength: schema.minItems ?? 0 });
      case "boolean":
        return fc.boolean();
      case "integer":
      case "number":
        return fc.constantFrom(0, 1, 5, 100);
      default:
        return fc.constantFrom(...(TEXTS[schema.format ?? ""] ?? PLAIN));
    }
  };
  const object = (schema: JsonSchema, depth: number): fc.Arbitrary<unknown> => {
    const properties = Object.entries(schema.properties ?? {});
    const required = properties.filter(([name]) => schema.required?.includes(name));
    const rest = schema.additionalProperties;
    if (properties.length === 0)
      return typeof rest === "object"
        ? fc.dictionary(fc.constantFrom("a", "team", "Host", "X-A"), node(rest, depth - 1), { maxKeys: 2 })
        : fc.constant({});
    const chosen =
      depth <= 0
        ? fc.constant(required)
        : fc.subarray(properties, { maxLength: Math.min(3, properties.length) }).map((some) => [...required, ...some]);
    return chosen.chain((entries) =>
      fc.record(Object.fromEntries(entries.map(([name, property]) => [name, node(property, depth - 1)]))),
    );
  };
  return node(root, 6);
}
