import { EVENT_ID, type Event, SCALAR_STYLE } from "js-yaml";
import { scalarText } from "../../yaml/scalar-text.ts";
import type { NodeIndex } from "../../yaml/tree.ts";

/** A position among the parser's events. */
export class Cursor {
  at: NodeIndex = 0;
  readonly events: readonly Event[];
  readonly source: string;

  constructor(events: readonly Event[], source: string) {
    this.events = events;
    this.source = source;
  }

  get event(): Event | undefined {
    return this.events[this.at];
  }

  /** Whether the mapping or sequence around the position ends here. */
  isEnd(): boolean {
    return this.event === undefined || this.event.type === EVENT_ID.POP;
  }

  isSequence(): boolean {
    return this.event?.type === EVENT_ID.SEQUENCE;
  }

  isMergeKey(): boolean {
    const { event } = this;
    return (
      event?.type === EVENT_ID.SCALAR &&
      event.style === SCALAR_STYLE.PLAIN &&
      event.valueEnd - event.valueStart === 2 &&
      this.source.startsWith("<<", event.valueStart)
    );
  }

  /** The value of Go's yaml.Node for the node at the position: a scalar's text, null or not, and of an alias its name. */
  nodeValue(): string | undefined {
    const { event } = this;
    if (event?.type === EVENT_ID.ALIAS) return this.source.slice(event.anchorStart, event.anchorEnd);
    return event?.type === EVENT_ID.SCALAR ? scalarText(this.source, event) : undefined;
  }

  /** Passes over the node at the position, whatever it holds. */
  skip(): void {
    let depth = 0;
    do {
      const type = this.event?.type;
      if (type === EVENT_ID.POP) depth -= 1;
      else if (type === EVENT_ID.MAPPING || type === EVENT_ID.SEQUENCE) depth += 1;
      this.at += 1;
    } while (depth > 0 && this.at < this.events.length);
  }
}
