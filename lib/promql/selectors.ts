import { NEW_NAMED_GROUP, regexFault } from "../re2.ts";
import type { Matcher, Name, Selector, Span } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { FEATURES } from "./features.ts";
import { unquote } from "./literals.ts";
import type { Token } from "./token.ts";

const CONTEXT = "label matching";
const MATCH_OPERATORS: ReadonlySet<string> = new Set(["=", "!=", "=~", "!~"]);

/** `name`, `name{…}` or `{…}`, without range and modifiers. */
export function selector(cursor: Cursor): Selector {
  const from = cursor.current.from;
  const name = cursor.current.kind === "{" ? undefined : nameOf(cursor, cursor.next());
  const matchers = cursor.current.kind === "{" ? cursor.braces(CONTEXT, () => matcher(cursor)) : [];
  return { type: "selector", from, to: cursor.end, name, matchers };
}

function nameOf(cursor: Cursor, token: Token): Name {
  cursor.named(token);
  return { from: token.from, to: token.to, text: cursor.textOf(token) };
}

function matcher(cursor: Cursor): Matcher {
  const token = cursor.current;
  if (token.kind !== "identifier" && token.kind !== "string") cursor.unexpected(CONTEXT, 'identifier or "}"');
  cursor.next();
  const quoted = token.kind === "string";
  if (quoted) cursor.requires(FEATURES.quotedNames, token);
  const label = quoted ? unquote(cursor.textOf(token)) : cursor.textOf(token);
  const op = cursor.current;
  if (quoted && (op.kind === "," || op.kind === "}")) return metricName(token, label);
  if (!isMatchOperator(op.kind)) {
    return cursor.unexpected(CONTEXT, quoted ? '"," or "}"' : "label matching operator");
  }
  cursor.next();
  return withValue(cursor, token, label, op.kind);
}

const isMatchOperator = (kind: string): kind is Matcher["op"] => MATCH_OPERATORS.has(kind);

/** `{"my.metric"}` is short for `{__name__="my.metric"}`. */
const metricName = (token: Span, value: string): Matcher => ({
  from: token.from,
  to: token.to,
  label: "__name__",
  op: "=",
  value,
  valueAt: { from: token.from, to: token.to },
});

function withValue(cursor: Cursor, label: Token, name: string, op: Matcher["op"]): Matcher {
  const token = cursor.expect("string", CONTEXT, "string");
  const valueAt = { from: token.from, to: token.to };
  const value = unquote(cursor.textOf(token));
  const isRegex = op === "=~" || op === "!~";
  if (isRegex && NEW_NAMED_GROUP.test(value)) cursor.requires(FEATURES.namedGroup, valueAt);
  const error = isRegex ? regexFault(value) : undefined;
  if (error !== undefined) cursor.report(valueAt, `invalid regular expression: ${error}`);
  return { from: label.from, to: token.to, label: name, op, value, valueAt };
}
