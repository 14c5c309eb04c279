import { EVENT_ID, SCALAR_STYLE, type ScalarEvent } from "js-yaml";
import type { Place } from "../finding.ts";
import type { Lines } from "./lines.ts";
import type { NodeIndex, Tree } from "./tree.ts";

/** Where a node is written: a scalar with its quotes; of a collection only where it starts. Undefined where nothing is written. */
export function writtenPlace(tree: Tree, lines: Lines, index: NodeIndex): Place | undefined {
  const event = tree.events[index];
  switch (event?.type) {
    case EVENT_ID.SCALAR:
      return event.valueStart < 0 ? undefined : scalarPlace(event, tree.source, lines);
    case EVENT_ID.ALIAS:
      return lines.place(event.anchorStart - 1, event.anchorEnd);
    case EVENT_ID.MAPPING:
    case EVENT_ID.SEQUENCE:
      return lines.place(event.start);
    default:
      return undefined;
  }
}

/** As writtenPlace; of what is not written (an empty item or value), what stands before it, or the start of the file. */
export function nodePlace(tree: Tree, lines: Lines, index: NodeIndex): Place {
  for (let at = index; at >= 0; at -= 1) {
    const place = writtenPlace(tree, lines, at);
    if (place !== undefined) return place;
  }
  return lines.place(0);
}

function scalarPlace(event: ScalarEvent, source: string, lines: Lines): Place {
  switch (event.style) {
    case SCALAR_STYLE.SINGLE_QUOTED:
    case SCALAR_STYLE.DOUBLE_QUOTED:
      return lines.place(event.valueStart - 1, event.valueEnd + 1);
    case SCALAR_STYLE.LITERAL_BLOCK:
    case SCALAR_STYLE.FOLDED_BLOCK: {
      const text = source.slice(event.valueStart, event.valueEnd);
      const start = event.valueStart + text.length - text.trimStart().length;
      return lines.place(start, Math.max(start, event.valueStart + text.trimEnd().length));
    }
    default:
      return lines.place(event.valueStart, event.valueEnd);
  }
}
