import { durationMend, parseDuration } from "./duration.ts";

/** A text format of JSON Schema's `format` keyword. */
export interface Format {
  /** Completes "must be …". */
  readonly wanted: string;
  readonly validate: (text: string) => boolean;
  /** How a text that is none would be written, where that can be told. */
  readonly mend?: (text: string) => string | undefined;
}

/** As Go's time.ParseDuration: a sequence of numbers with fractions and units, with a sign. Source: https://pkg.go.dev/time#ParseDuration */
const GO_DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
/** As ParseBase2Bytes of github.com/alecthomas/units, which Prometheus's size flags and limits use. */
const SIZE = /^(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i?)?B)+)$/;
/** What every version takes for a label name; since 3.0 Prometheus takes any text. Source: LabelNameRE, prometheus/common model/labels.go. */
export const CLASSIC_LABEL = /^[a-zA-Z_][a-zA-Z0-9_]*$/;
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;
const HOST_PORT = /^(?:\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9._-]*):\d{1,5}$/;

const matches = (pattern: RegExp) => (text: string) => pattern.test(text);

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^/]/i.test(text) && URL.canParse(text);
}

export const FORMATS: Readonly<Record<string, Format>> = {
  "prometheus-duration": {
    wanted: "a duration of whole numbers with units, such as 30s, 5m or 1h30m (units: y, w, d, h, m, s, ms)",
    validate: (text) => parseDuration(text) !== undefined,
    mend: durationMend,
  },
  "go-duration": {
    wanted: "a duration such as 300ms, 1.5h or 2h45m (units: h, m, s, ms, us, ns)",
    validate: matches(GO_DURATION),
  },
  "prometheus-size": {
    wanted: "a size such as 512MB or 10GB (units: B, KB, MB, GB, TB, PB, EB)",
    validate: matches(SIZE),
  },
  /** Source: https://prometheus.io/docs/concepts/data_model/#metric-names-and-labels */
  "label-name": {
    wanted: "a label name: letters, digits and underscores, with no digit first",
    validate: matches(CLASSIC_LABEL),
  },
  "metric-name": {
    wanted: "a metric name: letters, digits, underscores and colons, with no digit first",
    validate: matches(METRIC_NAME),
  },
  "host-port": {
    wanted: "an address with a port, such as db1:9187",
    validate: (text) => HOST_PORT.test(text) && Number(text.slice(text.lastIndexOf(":") + 1)) <= 65535,
  },
  ipv4: { wanted: "an IPv4 address of the machine, or 0.0.0.0 for all of them", validate: matches(IPV4) },
  uri: { wanted: "an address that starts with http:// or https://", validate: isHttpUrl },
  regex: { wanted: "a regular expression", validate: isRegExp },
};

function isRegExp(text: string): boolean {
  try {
    return new RegExp(text, "u") instanceof RegExp;
  } catch {
    return false;
  }
}
