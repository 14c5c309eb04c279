/**
 * What the lexer hands to the parser. `kind` is the text itself for punctuation and operators, the keyword in lower case
 * for keywords, and otherwise one of: identifier, metric (a name with a colon), number, duration, string, end of input, error.
 */
export interface Token {
  readonly kind: string;
  /** UTF-16 offsets into the expression; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
  /** Of an error: why the text from here on is no token. */
  readonly message?: string;
}

export const END_OF_INPUT = "end of input";

const words = (text: string): readonly string[] => text.split(" ");

// The lists are those of Prometheus's grammar (promql/parser/generated_parser.y): aggregate_op, metric_identifier, maybe_label.
export const AGGREGATORS: ReadonlySet<string> = new Set(
  words("avg bottomk count count_values group limitk limit_ratio max min quantile stddev stdvar sum topk"),
);
/** Keywords that are also the names of functions. */
export const FUNCTION_KEYWORDS: ReadonlySet<string> = new Set(words("start end step range max_of min_of"));
/** Keywords only in front of a parenthesis. */
export const FILL_KEYWORDS: ReadonlySet<string> = new Set(words("fill fill_left fill_right"));
/** Keywords that may also name a metric. */
export const METRIC_KEYWORDS: ReadonlySet<string> = new Set([
  ...AGGREGATORS,
  ...FUNCTION_KEYWORDS,
  ...FILL_KEYWORDS,
  ...words("by without offset smoothed anchored and or unless"),
]);
export const KEYWORDS: ReadonlySet<string> = new Set([
  ...METRIC_KEYWORDS,
  ...words("on ignoring group_left group_right bool atan2"),
]);
/** Keywords that may also name a label between the parentheses of by, without, on, ignoring, group_left and group_right. */
export const LABEL_KEYWORDS: ReadonlySet<string> = new Set([...KEYWORDS].filter((word) => word !== "without"));
export const LONGEST_KEYWORD = Math.max(...[...KEYWORDS].map((word) => word.length));
