import { EVENT_ID, SCALAR_STYLE } from "js-yaml";
import type { Finding } from "../finding.ts";
import { isScalar } from "../yaml/tree.ts";
import type { Source } from "./source.ts";

/** A whole text between the quotes of books, which editors and chats make of plain ones. */
const BOOKISH = /^[“”„‘’«].*[“”‘’»]$/s;
const MAY_BE_BOOKISH = /[“”„‘’«]/;
/** Behind the colon of a key: a word that a comment sign makes disappear, as of `channel: #alerts`. */
const MAY_BE_HIDDEN = /:[ \t]+#[A-Za-z]/;
const HIDDEN = /["']?[ \t]*:[ \t]+(#[A-Za-z]\S*)[ \t]*\r?$/my;

/** Slips of the hand that are good YAML, and say something else than they show. */
export const slips = (source: Source): Finding[] => [...bookishQuotes(source), ...hiddenValues(source)];

function bookishQuotes(source: Source): Finding[] {
  const { events } = source.tree;
  if (!MAY_BE_BOOKISH.test(source.file.text)) return [];
  return events.flatMap((event, node): Finding[] => {
    if (!isScalar(event) || event.style !== SCALAR_STYLE.PLAIN || event.valueStart < 0) return [];
    const text = source.tree.text(node) ?? "";
    if (!BOOKISH.test(text)) return [];
    return [
      {
        ...source.place(node),
        severity: "warning",
        check: "yaml/quotes",
        message: `these quotes are part of the text: ${text}`,
        help: "YAML knows plain quotes alone: \" or '",
      },
    ];
  });
}

function hiddenValues(source: Source): Finding[] {
  const { tree, file } = source;
  if (!MAY_BE_HIDDEN.test(file.text)) return [];
  return tree.events.flatMap((event, node) =>
    event.type === EVENT_ID.MAPPING
      ? tree.entries(node).flatMap(({ key, value }) => {
          const [name, empty] = [key === undefined ? undefined : tree.events[key], tree.events[value]];
          if (name === undefined || !isScalar(name) || empty === undefined || !isScalar(empty)) return [];
          if (empty.valueStart >= 0) return [];
          HIDDEN.lastIndex = name.valueEnd;
          const found = HIDDEN.exec(file.text);
          return found === null ? [] : [hidden(source, HIDDEN.lastIndex, found)];
        })
      : [],
  );
}

function hidden(source: Source, end: number, [all, word = ""]: RegExpExecArray): Finding {
  const start = end - all.length + all.indexOf("#");
  return {
    ...source.range(start, start + word.length),
    severity: "warning",
    check: "yaml/comment",
    message: `${word} is a comment, and the key has no value`,
    help: `put it in quotes: '${word}'`,
  };
}
