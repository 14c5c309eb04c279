/** Both ends included. */
interface Range {
  readonly from: number;
  readonly to: number;
}

/** A range, or the reason why the text is none. */
export type ParsedRange = Range | string;

const WEEKDAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
const MONTHS = [
  ...["january", "february", "march", "april", "may", "june"],
  ...["july", "august", "september", "october", "november", "december"],
];

/** Minutes since midnight of `HH:MM`, `24:00` included; undefined for anything else. Source: parseTime in timeinterval/timeinterval.go. */
export function parseTime(text: string): number | undefined {
  const match = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/.exec(text);
  if (match === null) return undefined;
  return match[1] === undefined ? 1440 : Number(match[1]) * 60 + Number(match[2]);
}

/** `monday:friday` or `sunday`; 0 is Sunday. */
export function parseWeekdays(text: string): ParsedRange {
  const range = parseRange(text, named(WEEKDAYS, "a day of the week"));
  if (typeof range === "string" || range.from <= range.to) return range;
  return `${text.split(":")[0]} comes after ${text.split(":")[1]}: a week starts with sunday, so write two ranges`;
}

/** `1:5`, `15` or `-3:-1`; negative days count from the end of the month. */
export function parseDaysOfMonth(text: string): ParsedRange {
  const range = parseRange(text, wholeNumber);
  if (typeof range === "string") return range;
  const { from, to } = range;
  const outside = [from, to].find((day) => day === 0 || Math.abs(day) > 31);
  if (outside !== undefined) return `${outside} is no day of a month: they are 1 to 31, or -31 to -1 from the end`;
  if (from < 0 && to > 0) return "a range that starts from the end of the month must also end there";
  // The shortest month decides, so that a range is never turned around.
  const [first, last] = [from, to].map((day) => (day < 0 ? 28 + day : day)) as [number, number];
  return first > last ? `day ${to} always comes before day ${from}` : range;
}

/** `january:march`, `1:3` or `12`. */
export function parseMonths(text: string): ParsedRange {
  const month = named(MONTHS, "a month");
  const range = parseRange(text, (part) => {
    const number = month(part);
    return typeof number === "number" ? number + 1 : (decimal(part) ?? number);
  });
  return inOrder(range, text);
}

/** `2026:2028` or `2026`. */
export const parseYears = (text: string): ParsedRange => inOrder(parseRange(text, wholeNumber), text);

const inOrder = (range: ParsedRange, text: string): ParsedRange => {
  if (typeof range === "string" || range.from <= range.to) return range;
  return `${text.split(":")[1]} comes before ${text.split(":")[0]}`;
};

/** Source: stringableRangeFromString in timeinterval/timeinterval.go. */
function parseRange(text: string, member: (part: string) => number | string): ParsedRange {
  const parts = text.toLowerCase().split(":");
  if (parts.length > 2) return "a range has one colon: from:to";
  const [from, to = from] = parts.map(member);
  if (typeof from !== "number") return from ?? "it is empty";
  return typeof to === "number" ? { from, to } : (to ?? "it is empty");
}

const named =
  (names: readonly string[], what: string) =>
  (part: string): number | string => {
    const index = names.indexOf(part);
    return index < 0 ? `"${part}" is not ${what}; they are ${names.join(", ")}` : index;
  };

const wholeNumber = (part: string): number | string => decimal(part) ?? `"${part}" is no whole number`;

const decimal = (part: string): number | undefined => (/^[+-]?\d+$/.test(part) ? Number(part) : undefined);
