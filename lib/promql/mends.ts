import { didYouMean } from "../schema/index.ts";
import type { PromqlFault } from "./fault.ts";
import { FUNCTIONS } from "./functions.ts";

/** What people write instead, by the text from the fault on; and the mend. */
const WRITTEN: readonly (readonly [text: RegExp, mend: string])[] = [
  [/^[“”„‘’]/, 'write plain quotes: "…"'],
  [/^[\u00a0\u2000-\u200b\u202f\u3000]/, "this only looks like a space: write a plain one"],
  [/^&&/, "write `and`"],
  [/^\|\|/, "write `or`"],
  [/^=[<>]/, "write `>=` or `<=`"],
  [/^=(?!=)/, "a comparison is written `==`"],
  [/^!(?!=)/, "write `!=`, or `unless` between two sets"],
  [/^\$/, "dashboards fill in variables, Prometheus does not: write the value"],
];

/** What the parser's own words mean mostly. */
const SAID: readonly (readonly [message: RegExp, mend: string])[] = [
  [/^unexpected "=" in label matching/, "a matcher has one `=`"],
  [/inside braces: ":"/, "write `=` between a label and its value"],
  [/in label matching, expected string/, 'a value stands in quotes: job="a"'],
  [/in label matching, expected "," or "}"/, "put a comma between matchers"],
  [/^bad number or duration syntax: "\d+[smhdwy]+\d/, "each number has its unit: 1h30m"],
  [/^unexpected character: "[smhdwy]", expected ":"/, "a duration has no space in it: 5m"],
  [/in grouping opts, expected "\("/, "labels stand in parentheses: by (job)"],
  [/inside braces: "\d"/, "a range stands in square brackets: metric[5m]"],
  [/^unexpected .* in subquery or range/, "close the range with a bracket: [5m]"],
];

/** The fault with a mend, where it has none and one is plain. */
export function mended(fault: PromqlFault, text: string): PromqlFault {
  if (fault.help !== undefined) return fault;
  const help = mendOf(fault, text);
  return help === undefined ? fault : { ...fault, help };
}

function mendOf({ from, message }: PromqlFault, text: string): string | undefined {
  const name = /^unknown function with name "(.+)"$/.exec(message)?.[1];
  // Of three letters every one tells.
  if (name !== undefined && name.length > 3) return didYouMean(name, FUNCTIONS.keys()).replace(/^; /, "") || undefined;
  const rest = text.slice(from);
  if (message === "unclosed left parenthesis") return `write the ")" that closes ${opened(text, from)}, opened here`;
  if (/\d$/.test(text.slice(0, from)) && /^,\d/.test(rest)) return "write a decimal point: 0.05";
  if (rest === "" && /%\s*$/.test(text)) return "`%` is the remainder of a division: write 0.1 for ten per cent";
  const [, mend] = SAID.find(([said]) => said.test(message)) ?? WRITTEN.find(([written]) => written.test(rest)) ?? [];
  return mend;
}

/** A parenthesis as a person finds it: with the word before it. */
const opened = (text: string, at: number): string => `"${/\w*\s*$/.exec(text.slice(0, at))?.[0] ?? ""}("`;
