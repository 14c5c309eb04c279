import {
  type ParsedRange,
  parseDaysOfMonth,
  parseMonths,
  parseTime,
  parseWeekdays,
  parseYears,
} from "../../alertmanager/intervals.ts";
import { parseMatchers } from "../../alertmanager/matchers.ts";
import { matcherRegexFault } from "../../alertmanager/regex.ts";
import { isTimeZone, timeZoneLike } from "../../alertmanager/zones.ts";
import { NEW_NAMED_GROUP } from "../../re2.ts";
import { CLASSIC_LABEL, FORMATS } from "../../schema/formats.ts";
import { TEXT_FORMATS, type TextFault, type TextFormat } from "../texts/index.ts";
import { isSince } from "../version.ts";
import { templateFault, urlTemplateFault } from "./templates.ts";

/** How Alertmanager prints secrets, and accepts them back. */
const PRINTED_SECRET = "<secret>";
const INTERVALS = "timeinterval/timeinterval.go";

interface LabelOptions {
  /** The first version in which any text may be such a name; absent: none. */
  readonly utf8Since?: string;
  /** Texts that are no names, but may stand there. Empty ones in lists are a rule's business, for items without a value are such, too. */
  readonly besides?: readonly string[];
}

const labelFormat = (source: string, { utf8Since, besides = [] }: LabelOptions = {}): TextFormat => ({
  check: "label-name",
  noun: "a label name",
  source,
  fault: (text, { alertmanager }) => {
    const mayBeUtf8 = utf8Since !== undefined && isSince(alertmanager, utf8Since) !== false && text !== "";
    if (mayBeUtf8 || besides.includes(text) || CLASSIC_LABEL.test(text)) return undefined;
    return text === "" ? "it is empty" : "it holds letters, digits and underscores only here, with no digit first";
  },
});

const rangeFormat = (type: string, noun: string, parse: (text: string) => ParsedRange): TextFormat => ({
  check: "time-interval",
  noun,
  source: `UnmarshalYAML of ${type}, ${INTERVALS}`,
  fault: (text) => {
    const range = parse(text);
    return typeof range === "string" ? range : undefined;
  },
});

const httpUrlFault = (text: string, alertmanager?: string): string | TextFault | undefined =>
  TEXT_FORMATS["http-url"]?.fault(text, alertmanager === undefined ? {} : { alertmanager });

/** Texts that only alertmanager.yml holds. */
export const ALERTMANAGER_FORMATS: Readonly<Record<string, TextFormat>> = {
  template: {
    check: "template",
    noun: "a template",
    source: "text/template/parse, at each notification",
    // Alertmanager loads such a file, and then fails at every notification that needs the template.
    severity: "warning",
    fault: templateFault,
  },
  "template-url": {
    check: "url",
    noun: "a URL",
    source: "SecretTemplateURL.UnmarshalYAML, config/common/url.go; URL and SecretURL before 0.31",
    fault: (text, { alertmanager }) => {
      if (text === PRINTED_SECRET && isSince(alertmanager, "0.26") !== false) return undefined;
      if (isSince(alertmanager, "0.31") === false) return httpUrlFault(text, alertmanager);
      if (text === "") return undefined;
      return text.includes("{{") ? urlTemplateFault(text) : httpUrlFault(text, alertmanager);
    },
  },
  "secret-url": {
    check: "url",
    noun: "a URL",
    source: "SecretURL.UnmarshalYAML, config/common/url.go",
    fault: (text, { alertmanager }) => (text === PRINTED_SECRET ? undefined : httpUrlFault(text, alertmanager)),
  },
  "host-port": {
    check: "host-port",
    noun: "an address",
    source: "HostPort.UnmarshalYAML, config/config.go; net.SplitHostPort",
    fault: hostPortFault,
  },
  "go-duration": {
    check: "duration",
    noun: "a duration",
    source: "time.ParseDuration",
    fault: (text) =>
      FORMATS["go-duration"]?.validate(text) ? undefined : "write numbers with the units h, m, s, ms: 30s, 1m30s",
  },
  matchers: {
    check: "matcher",
    noun: "a matcher",
    source: "parseMatchers, matcher/compat/parse.go",
    fault: matchersFault,
  },
  "anchored-re2": {
    check: "regex",
    noun: "a regular expression",
    source: "Regexp.UnmarshalYAML, config/common/matchers.go",
    fault: (text, { alertmanager }) => namedGroupFault(text, alertmanager) ?? matcherRegexFault(text),
  },
  "classic-label": labelFormat("UnmarshalYAML of Route, InhibitRule and MatchRegexps"),
  "group-label": labelFormat("Route.UnmarshalYAML, config/config.go", { utf8Since: "0.27", besides: ["", "..."] }),
  "equal-label": labelFormat("InhibitRule.UnmarshalYAML, config/common/inhibitrule.go", {
    utf8Since: "0.28",
    besides: [""],
  }),
  "route-label": labelFormat("Route.UnmarshalYAML, config/config.go", { utf8Since: "0.34" }),
  "time-of-day": {
    check: "time-interval",
    noun: "a time of the day",
    source: `parseTime, ${INTERVALS}`,
    fault: (text) =>
      text === "" || parseTime(text) !== undefined ? undefined : "write two digits each: 09:00; the day ends at 24:00",
  },
  weekdays: rangeFormat("WeekdayRange", "a range of weekdays", parseWeekdays),
  "days-of-month": rangeFormat("DayOfMonthRange", "a range of days", parseDaysOfMonth),
  months: rangeFormat("MonthRange", "a range of months", parseMonths),
  years: rangeFormat("YearRange", "a range of years", parseYears),
  "time-zone": {
    check: "time-zone",
    noun: "a time zone",
    source: `Location.UnmarshalYAML, ${INTERVALS}; time.LoadLocation`,
    fault: (text) => (isTimeZone(text) ? undefined : timeZoneFault(text)),
  },
};

function timeZoneFault(text: string): string {
  const meant = timeZoneLike(text);
  return meant === undefined
    ? "the IANA database has no zone of that name; write it as Europe/Berlin or UTC"
    : `Alertmanager tells capitals apart: write ${meant}`;
}

const namedGroupFault = (text: string, alertmanager: string | undefined): string | undefined =>
  isSince(alertmanager, "0.28") === false && NEW_NAMED_GROUP.test(text)
    ? "(?<name>…) needs Alertmanager 0.28; write (?P<name>…)"
    : undefined;

function matchersFault(text: string, { alertmanager }: { readonly alertmanager?: string }): TextFault | undefined {
  const parsed = parseMatchers(text, isSince(alertmanager, "0.27") === false ? "classic" : "both");
  if ("matchers" in parsed) {
    const regexes = parsed.matchers.filter(({ operator }) => operator.endsWith("~")).map(({ value }) => value);
    const reason = regexes.map((regex) => namedGroupFault(regex, alertmanager)).find((fault) => fault !== undefined);
    return reason === undefined ? undefined : { reason };
  }
  const { message, start, end } = parsed.fault;
  return {
    reason: message,
    ...(end > start && { range: [start, end - start] as const }),
    help: 'write label="value", with one of =, !=, =~ and !~, and several separated by commas',
  };
}

function hostPortFault(text: string): string | undefined {
  if (text === "") return undefined;
  const [, host, port] = /^(\[[^[\]]*\]|[^[\]:]*):([^[\]:]*)$/.exec(text) ?? [];
  if (host === undefined)
    return text.includes(":")
      ? "an IPv6 address stands in brackets: [::1]:25"
      : "the port is missing: mail.example.org:587";
  return port === "" ? "the port is empty" : undefined;
}
