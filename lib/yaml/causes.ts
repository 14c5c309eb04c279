/** What was most likely done, at its own place. `[start, end)` counts UTF-16 units from 0. */
export interface Cause {
  readonly start: number;
  readonly end: number;
  readonly message: string;
  readonly help: string;
}

type Look = (source: string, at: number) => Cause | undefined;

/** A parser stops where the text makes no sense any more, often lines below the mistake. Undefined where nothing speaks for another cause. */
export function causeOf(source: string, at: number): Cause | undefined {
  for (const look of LOOKS) {
    const cause = look(source, at);
    if (cause !== undefined) return cause;
  }
  return undefined;
}

const CONFLICT = /^(?:<{7}|>{7})(?: .*)?$/m;

const mergeConflict: Look = (source) =>
  found(
    CONFLICT.exec(source),
    "a merge left its conflict here",
    "keep one of the two sides, and remove the lines <<<<<<<, ======= and >>>>>>>",
  );

/** What only Helm and Jinja know, and a line that begins with a template: Prometheus's own templates stand in texts. */
const HELM = /\{\{-?\s*(?:\.(?:Values|Release|Chart|Capabilities|Files)\b|include\s|tpl\s)|\{%/;
const TEMPLATE_LINE = /(?<=^[ \t]*)\{\{-?/;

const unfilledTemplate: Look = (source, at) => {
  const start = lineStart(source, at);
  const message = "this is a template, which nobody has filled in yet";
  const help = "check what is made of it, as `helm template` shows it";
  return (
    found(HELM.exec(source), message, help) ?? found(TEMPLATE_LINE.exec(source.slice(start)), message, help, start)
  );
};

const strayQuote: Look = (source, at) => {
  const quoted = asides(source).findLast(({ kind, start }) => kind === "quoted" && start < at);
  if (quoted === undefined || !/^[ \t]*$/.test(source.slice(quoted.end, at))) return undefined;
  const { start, end } = quoted;
  if (end > at || source.slice(start, end).includes("\n"))
    return {
      start,
      end: start + 1,
      message: "this quote is not closed in its line",
      help: "close it; a text with quotes in it can stand in the other kind, or below `key: |`",
    };
  if (!isTextAt(source, at) || /["']/.test(source[at] ?? "")) return undefined;
  const message = "the text goes on behind its closing quote";
  const help = "put a text with quotes in it into the other kind of quotes, or below `key: |`";
  return { start: at, end: at, message, help };
};

const isTextAt = (source: string, at: number): boolean => /[^\s,\]}:#]/.test(source[at] ?? " ");

const goesOnBehindBracket: Look = (source, at) => {
  const before = source.slice(lineStart(source, at), at);
  if (!/[\]}][ \t]*$/.test(before) || !isTextAt(source, at)) return undefined;
  const value = /(?:^|[:-])[ \t]+([[{].*)$/.exec(before)?.[1];
  return value === undefined
    ? undefined
    : {
        start: at - value.length,
        end: at - value.length + value.trimEnd().length,
        message: "the text goes on behind its closing bracket",
        help: "a text that starts with `{` or `[`, as templates and some expressions do, must stand in quotes",
      };
};

/** `key: value` or `- item` outside of brackets. */
const BLOCK_LINE = /^[ \t]*(?:- |[\w.-]+:(?:\s|$))/;

const unclosedBracket: Look = (source, at) => {
  const line = lineStart(source, at);
  const plain = withoutAsides(source);
  const start = opener(plain, at);
  if (start === undefined || start >= line || closes(plain, start)) return undefined;
  if (!BLOCK_LINE.test(source.slice(line))) return undefined;
  const hidden = /[ \t](#\S.*)$/m.exec(source.slice(start, line))?.[1];
  const help =
    hidden === undefined || !/[\]}]/.test(hidden)
      ? "close it, and put commas between items"
      : `\`${hidden.trim()}\` is a comment: put the text in quotes`;
  return { start, end: start + 1, message: "this bracket is not closed", help };
};

/** The innermost bracket that is open at `at`. */
function opener(plain: string, at: number): number | undefined {
  let depth = 0;
  for (let index = at - 1; index >= 0; index -= 1) {
    const character = plain[index] ?? "";
    if ("]}".includes(character)) depth += 1;
    else if ("[{".includes(character) && depth-- === 0) return index;
  }
  return undefined;
}

function closes(plain: string, start: number): boolean {
  let depth = 0;
  for (let index = start; index < plain.length; index += 1) {
    const character = plain[index] ?? "";
    if ("[{".includes(character)) depth += 1;
    else if ("]}".includes(character) && --depth === 0) return true;
  }
  return false;
}

/** A key with its value right behind the colon, and no address. */
const COLON = /^[ \t]*(?:- )*[\w.-]+:[^\s:/][^:]*$/;

const missingSpace: Look = (source, at) => {
  const above = source.slice(0, lineStart(source, at)).trimEnd();
  const start = lineStart(above, above.length);
  const line = above.slice(start);
  if (source[at] !== ":" || !COLON.test(line)) return undefined;
  const colon = start + line.indexOf(":");
  return { start: colon, end: colon + 1, message: "a space is missing behind this colon", help: "write `key: value`" };
};

/** `${NAME}` or `up{job="a"}` between brackets, where a bracket ends the text before it. */
const bracketInText: Look = (source, at) => {
  const before = /[^\s,[\]{}:]+$/.exec(source.slice(lineStart(source, at), at))?.[0];
  if (before === undefined || !"[{".includes(source[at] ?? " ") || opener(withoutAsides(source), at) === undefined)
    return undefined;
  const message = "between brackets, a text with brackets in it must stand in quotes";
  return { start: at - before.length, end: at + 1, message, help: "put it in quotes, or below `key: |`" };
};

const reservedCharacter: Look = (source, at) => {
  const character = source[at] ?? "";
  return character !== "" && "%@`".includes(character)
    ? { start: at, end: at + 1, message: `a text cannot begin with ${character}`, help: "put it in quotes" }
    : undefined;
};

const LOOKS: readonly Look[] = [
  mergeConflict,
  unfilledTemplate,
  strayQuote,
  goesOnBehindBracket,
  unclosedBracket,
  missingSpace,
  bracketInText,
  reservedCharacter,
];

const found = (match: RegExpExecArray | null, message: string, help: string, offset = 0): Cause | undefined => {
  if (match === null) return undefined;
  const start = offset + match.index;
  return { start, end: start + match[0].trimEnd().length, message, help };
};

const lineStart = (source: string, at: number): number => source.lastIndexOf("\n", at - 1) + 1;

/** A comment, or a quote where a value, an item or a key may begin. */
const COMMENT_OR_QUOTE = /(?<=^|\s)#.*|(?<=(?:^|[[{,]|[:?-][ \t])[ \t]*)["']/gm;
const REST = { '"': /(?:[^"\\]|\\[\s\S])*"/y, "'": /(?:[^']|'')*'/y } as const;

interface Aside {
  readonly kind: "quoted" | "comment";
  readonly start: number;
  /** Behind the closing quote; where there is none, beyond the end of the file. */
  readonly end: number;
}

function asides(source: string): Aside[] {
  const all: Aside[] = [];
  const next = new RegExp(COMMENT_OR_QUOTE);
  for (let match = next.exec(source); match !== null; match = next.exec(source)) {
    const { index: start, 0: text } = match;
    if (text.startsWith("#")) {
      all.push({ kind: "comment", start, end: next.lastIndex });
      continue;
    }
    const rest = new RegExp(REST[text as keyof typeof REST]);
    rest.lastIndex = next.lastIndex;
    next.lastIndex = rest.test(source) ? rest.lastIndex : source.length + 1;
    all.push({ kind: "quoted", start, end: next.lastIndex });
  }
  return all;
}

/** With blanks in place of what is quoted, and of comments. */
function withoutAsides(source: string): string {
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of asides(source)) {
    parts.push(source.slice(done, start), " ".repeat(end - start));
    done = end;
  }
  return parts.join("") + source.slice(done);
}
