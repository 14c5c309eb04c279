import { type Dialect, metricFaults, type ParsedSeries, parseSeries } from "../../promql/index.ts";
import { objectsOf, type Rule, type Say, textOf, type Values } from "../rule.ts";
import { isSince } from "../version.ts";

const LOADING = "testGroup.seriesLoadingString, cmd/promtool/unittest.go; parseLoad, promql/promqltest/test.go";
/** Measured: promtool 2.42 needs 0.13 GB and half a second for so many, 3.15 0.25 GB and two seconds; ten times that for ten times as many. */
const MANY_VALUES = 1_000_000;

const dialectOf = (version: string | undefined): Dialect => (version === undefined ? {} : { version });

export const seriesRules: readonly Rule[] = [
  {
    name: "tests/series",
    on: "test-group",
    says: "An input series that is none, or whose values are none; one without labels, or with a label twice.",
    source: `${LOADING}; ParseSeriesDesc, promql/parser/parse.go; headAppender.Append, tsdb/head_append.go`,
    check: (group, say, { versions: { prometheus } }) => {
      for (const { series, lines } of readSeries(group))
        for (const line of lines) checkLine(line, series, say, prometheus);
    },
  },
  {
    name: "tests/many-values",
    on: "test-group",
    severity: "warning",
    says: "Values of one series that are more than a million: promtool holds all of them in memory.",
    source: LOADING,
    check: (group, say) => {
      for (const { series, lines } of readSeries(group)) {
        const count = lines.reduce((sum, { text }) => sum + parseSeries(text).count, 0);
        if (count > MANY_VALUES)
          say(
            "values",
            `promtool makes ${count} values of this before it starts, and holds them in memory`,
            "write fewer",
            {
              of: series,
            },
          );
      }
    },
  },
  {
    name: "tests/lost-series",
    on: "test-group",
    severity: "warning",
    says: "An input series that promtool does not read, because an empty line stands in one before it: at the end of a block of values, too.",
    source: LOADING,
    check: (group, say) => {
      const all = objectsOf(group.input_series);
      const read = readSeries(group);
      const last = read.at(-1);
      if (last?.endsHere !== true || read.length === all.length) return;
      say(
        textOf(last.series.values).includes("\n") ? "values" : "series",
        "promtool reads up to an empty line, which stands here: for it the series below are not there",
        "write values: '1 2 3' in one line, or >- in place of > and |",
        { of: last.series },
      );
    },
  },
  {
    name: "tests/sample",
    on: "expression-test",
    says: "Labels of an expected sample that are no series; a histogram that is none.",
    source: "testGroup.test, cmd/promtool/unittest.go; ParseMetric, promql/parser/parse.go",
    check: (test, say, { versions: { prometheus } }) => {
      for (const sample of objectsOf(test.exp_samples)) {
        const dialect = dialectOf(prometheus);
        for (const { from, to, message, help } of metricFaults(textOf(sample.labels), dialect))
          say("labels", message, help, { of: sample, range: [from, to - from] });
        checkHistogram(sample, say, prometheus);
      }
    },
  },
];

/** One line of the text that promtool makes of a series, trimmed. `offset`: where it starts in `series values`. */
interface Line {
  readonly text: string;
  readonly offset: number;
}

interface Read {
  readonly series: Values;
  readonly lines: readonly Line[];
  /** Whether a line is empty, or a comment: promtool reads up to there. */
  readonly endsHere: boolean;
}

/** The input series of a group as far as promtool reads them. */
function readSeries(group: Values): readonly Read[] {
  const all = objectsOf(group.input_series).map(linesOf);
  const end = all.findIndex(({ endsHere }) => endsHere);
  return end === -1 ? all : all.slice(0, end + 1);
}

function linesOf(series: Values): Read {
  const lines: Line[] = [];
  let start = 0;
  for (const raw of `${textOf(series.series)} ${textOf(series.values)}`.split("\n")) {
    const text = raw.trim();
    if (text === "" || text.startsWith("#")) return { series, lines, endsHere: true };
    lines.push({ text, offset: start + raw.indexOf(text) });
    start += raw.length + 1;
  }
  return { series, lines, endsHere: false };
}

/** Says something of a range of `series values`, at the key in which it starts. */
const sayIn =
  (series: Values, say: Say) =>
  (from: number, to: number, message: string, help?: string): void => {
    const name = textOf(series.series);
    const start = from <= name.length ? 0 : name.length + 1;
    const range = [from - start, Math.min(to, start === 0 ? name.length : to) - from] as const;
    say(start === 0 ? "series" : "values", message, help, { of: series, range });
  };

function checkLine({ text, offset }: Line, series: Values, say: Say, version: string | undefined): void {
  // Since 3.12 the start of a series' time may stand in a line of its own, which only promtool's own tests need.
  if (/^\S+@st\s/.test(text) && isSince(version, "3.12") !== false) return;
  const parsed = parseSeries(text, dialectOf(version));
  const sayHere = sayIn(series, say);
  for (const { from, to, message, help } of ownFaults(parsed, series, dialectOf(version)))
    sayHere(offset + from, offset + to, message, help);
  const fault = parsed.faults.length === 0 && parsed.hasSample ? labelsFault(parsed) : undefined;
  if (fault !== undefined) sayHere(offset, offset + text.length, fault);
}

/** Those of the series by itself, where it has some: braces that nothing closes take the values for their own. */
function ownFaults({ faults }: ParsedSeries, { series }: Values, dialect: Dialect): ParsedSeries["faults"] {
  const name = textOf(series).trim();
  const own = faults.length === 0 || name === "" ? [] : parseSeries(name, dialect).faults;
  return own.length === 0 ? faults : own;
}

/** Why the storage refuses a series. */
function labelsFault({ labels }: ParsedSeries): string | undefined {
  // An empty value takes its label away before the names are looked at.
  const names = labels.filter(({ value }) => value !== "").map(({ name }) => name);
  if (names.length === 0) return "a series needs a name or a label";
  if (names.includes("")) return "a label has no name here";
  const twice = names.find((name, index) => names.indexOf(name) < index);
  return twice === undefined ? undefined : `the label ${twice} stands here twice`;
}

function checkHistogram(sample: Values, say: Say, version: string | undefined): void {
  const text = textOf(sample.histogram);
  if (text === "") return;
  const { faults, count } = parseSeries(`{} ${text}`, dialectOf(version));
  const [fault] = faults;
  if (fault !== undefined) say("histogram", fault.message, fault.help, { of: sample });
  else if (count !== 1 || !text.trim().startsWith("{{"))
    say("histogram", "an expected sample is one histogram", "{{schema:0 sum:3 count:2 buckets:[1 1]}}", { of: sample });
}
