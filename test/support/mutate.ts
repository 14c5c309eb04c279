import { fc } from "./fast-check.ts";

/** Scalars and collections that YAML 1.1, YAML 1.2 and Go read in ways of their own. */
const VALUES = [
  "",
  "~",
  "null",
  "Null",
  "yes",
  "off",
  "True",
  "FALSE",
  "y",
  "0",
  "-0",
  "-1",
  "1",
  "007",
  "08",
  "0x1F",
  "0o17",
  "0b11",
  "1_000",
  "1.0",
  "1.5",
  "1e3",
  "+2",
  ".5",
  ".inf",
  "-.Inf",
  ".nan",
  "9223372036854775807",
  "18446744073709551616",
  "1e30",
  "2026-11-21",
  "2026-11-21T10:00:00Z",
  "12:30:45",
  '""',
  "''",
  '"text"',
  "'it''s'",
  '"\\u00e9\\n"',
  '"\\x41"',
  "a b",
  "a:b",
  "a: b",
  "a #b",
  "a#b",
  "#a",
  "@a",
  "`a`",
  "%a",
  "&a b",
  "*a",
  "!!str 1",
  "!!int 5",
  '!!int "5"',
  "!a b",
  "!!binary aGk=",
  "[]",
  "{}",
  "[a, b]",
  "{a: b}",
  "[~]",
  "[[a]]",
  "{a: {b: c}}",
  "[{a: b}]",
  "|\n      text",
  ">-\n      text\n      more",
  "30s",
  "1h30m",
  "1m1h",
  "5",
  "5x",
  "0s",
  "10MB",
  "10",
  "1GiB2KB",
  "http://a:9090/x?y#z",
  "http://a b",
  "http://[::1",
  "://x",
  "a/b",
  "up",
  "rate(up[5m])",
  "sum(",
  '"{{ $labels.x }}"',
  '"{{ if }}"',
  ".*",
  "(a",
  "(?i)a",
  "a{1001}",
  "é",
  "\u{1f600}",
  "<<",
  "-",
  "?",
  ":",
  "...",
  "---",
  "replace",
  "KEEP",
  "hashmod",
];
const KEYS = [
  "",
  "a",
  "~",
  "1",
  "<<",
  "job_name",
  "expr",
  "alert",
  "record",
  "for",
  "labels",
  "regex",
  "action",
  "__name__",
  "__proto__",
  "constructor",
  "toString",
  "scrape_interval",
  '"quoted"',
  "? a",
];

type Mutation = (lines: readonly string[], other: readonly string[]) => readonly string[];

const at = (lines: readonly string[], position: number): number =>
  lines.length === 0 ? 0 : Math.floor(position * lines.length);
const replace = (lines: readonly string[], index: number, ...by: readonly string[]): readonly string[] => [
  ...lines.slice(0, index),
  ...by,
  ...lines.slice(index + 1),
];

/** One change of the kind that typing, pasting and merging make. */
const mutation: fc.Arbitrary<Mutation> = fc
  .record({
    kind: fc.nat(9),
    where: fc.double({ min: 0, max: 0.999999, noNaN: true }),
    there: fc.double({ min: 0, max: 0.999999, noNaN: true }),
    value: fc.constantFrom(...VALUES),
    key: fc.constantFrom(...KEYS),
  })
  .map(({ kind, where, there, value, key }) => (lines, other) => {
    const index = at(lines, where);
    const line = lines[index] ?? "";
    switch (kind) {
      case 0:
        return replace(lines, index);
      case 1:
        return replace(lines, index, line, line);
      case 2:
        return replace(lines, index, `  ${line}`);
      case 3:
        return replace(lines, index, line.replace(/^ {1,2}/, ""));
      case 4:
        return replace(lines, index, line.replace(/: .*$|:$/, `: ${value}`));
      case 5:
        return replace(lines, index, line.replace(/[\w"]+(?=:)/, key));
      case 6:
        return replace(lines, index, line, other[at(other, there)] ?? "");
      case 7:
        return replace(lines, index, line.replace(/([[{,] *)[^[\]{},]+/, `$1${value}`));
      case 8: {
        const column = Math.floor(there * (line.length + 1));
        return replace(lines, index, line.slice(0, column) + line.slice(column + 1));
      }
      default: {
        const column = Math.floor(there * (line.length + 1));
        return replace(lines, index, line.slice(0, column) + value + line.slice(column));
      }
    }
  });

/** A text made of one of `texts` by a few changes. */
export const mutated = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc
    .record({
      base: fc.constantFrom(...texts),
      other: fc.constantFrom(...texts),
      mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
    })
    .map(({ base, other, mutations }) =>
      mutations
        .reduce<readonly string[]>((lines, change) => change(lines, other.split("\n")), base.split("\n"))
        .join("\n"),
    );

/** YAML written in flow style, of any shape. */
export const anyYaml: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.constantFrom(...VALUES.filter((value) => !/[\n#|>]/.test(value))),
    fc.array(tie("node"), { maxLength: 3 }).map((items) => `[${items.join(", ")}]`),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie("node")), { maxLength: 3 })
      .map((pairs) => `{${pairs.map(([key, value]) => `${key}: ${value}`).join(", ")}}`),
  ),
})).node;
