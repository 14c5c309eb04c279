import { EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import { joined } from "./joined.ts";

/** The parser's events. Throws YAMLException for what is no YAML, with the lines between brackets joined where that helps. */
export const eventsOf = (text: string): Event[] => parsed(text, (whole) => parseEvents(whole, {}));

/** The same of a file that Go's YAML reads, for `scalarText` to decode. */
export const goEventsOf = (text: string): Event[] => parsed(text, parseAsGo);

/** What Go's YAML takes for the mark of a key between brackets, and js-yaml for a part of the key. */
const MARKED_KEY = /[{[,]\s*\?(?=[\w"'])/;

function parsed(text: string, parse: (text: string) => Event[]): Event[] {
  const ofJoined = (): Event[] | undefined => {
    const oneLine = joined(text);
    return oneLine === undefined ? undefined : parse(oneLine).map((event) => unfolded(event, text));
  };
  if (MARKED_KEY.test(text)) return ofJoined() ?? parse(text);
  try {
    return parse(text);
  } catch (error) {
    const events = error instanceof YAMLException ? ofJoined() : undefined;
    if (events === undefined) throw error;
    return events;
  }
}

function parseAsGo(text: string): Event[] {
  for (let known = text; ; ) {
    try {
      return parseEvents(known, {});
    } catch (error) {
      const masked = error instanceof YAMLException ? withoutQuoteEscape(known, error) : undefined;
      if (masked === undefined) throw error;
      known = masked;
    }
  }
}

const REST_OF_QUOTED = /(?:[^"\\]|\\[\s\S])*/y;

/**
 * Each `\'` of the double-quoted text at which the parser stopped as `\"`, so that all positions stay; undefined when it stopped of
 * anything else. What stands there is read from the text as it was (`scalarText`).
 */
function withoutQuoteEscape(text: string, { reason, mark }: YAMLException): string | undefined {
  const at = mark?.position ?? 0;
  if (!reason.startsWith("unknown escape") || text[at] !== "'") return undefined;
  REST_OF_QUOTED.lastIndex = at - 1;
  const rest = REST_OF_QUOTED.exec(text)?.[0] ?? "";
  const masked = rest.replaceAll(/\\[\s\S]/g, (pair) => (pair === "\\'" ? '\\"' : pair));
  return text.slice(0, at - 1) + masked + text.slice(at - 1 + rest.length);
}

/** A scalar of several lines is not simply what stands between its ends. */
const unfolded = (event: Event, text: string): Event =>
  event.type === EVENT_ID.SCALAR && event.fast && /[\r\n]/.test(text.slice(event.valueStart, event.valueEnd))
    ? { ...event, fast: false }
    : event;
