import { EVENT_ID, type Event, parseEvents, YAMLException } from "js-yaml";
import { joined } from "./joined.ts";

/** The parser's events. Throws YAMLException for what is no YAML, with the lines between brackets joined where that helps. */
export function eventsOf(text: string): Event[] {
  try {
    return parseEvents(text, {});
  } catch (error) {
    const oneLine = error instanceof YAMLException ? joined(text) : undefined;
    if (oneLine === undefined) throw error;
    return parseEvents(oneLine, {}).map((event) => unfolded(event, text));
  }
}

/** A scalar of several lines is not simply what stands between its ends. */
const unfolded = (event: Event, text: string): Event =>
  event.type === EVENT_ID.SCALAR && event.fast && /[\r\n]/.test(text.slice(event.valueStart, event.valueEnd))
    ? { ...event, fast: false }
    : event;
