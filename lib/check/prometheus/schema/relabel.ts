import { count, list, object, regex, text } from "../../schema-words.ts";

export const RELABEL_ACTIONS = [
  "replace",
  "keep",
  "drop",
  "hashmod",
  "labelmap",
  "labeldrop",
  "labelkeep",
  "lowercase",
  "uppercase",
  "keepequal",
  "dropequal",
] as const;

/** Source: relabel.Config, model/relabel/relabel.go. Actions may be written in any case. */
export const relabel = object(
  {
    source_labels: list(
      text("A label.", { format: "label-name" }),
      "Labels whose values are joined with the separator and matched.",
    ),
    separator: text("What stands between the joined values.", { default: ";" }),
    regex: regex("What the joined values must match as a whole (RE2).", { default: "(.*)" }),
    modulus: count("Divisor of the hash, for hashmod."),
    target_label: text("Label to write. With `replace` it may hold `$1` and the like."),
    replacement: text("Value to write, with `$1` for the first group.", { default: "$1" }),
    action: text("What to do.", { default: "replace", examples: RELABEL_ACTIONS }),
  },
  "One step of relabelling.",
  { "x-checked-as": ["relabel"] },
);
