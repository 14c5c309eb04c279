import type { Severity } from "../../finding.ts";
import { regexFault } from "../../re2.ts";
import { CLASSIC_LABEL, durationMend, parseDuration } from "../../schema/index.ts";
import { isSince, type Versions } from "../version.ts";
import { selectorFault } from "./kubernetes-selector.ts";
import { relabelRegexFault } from "./regex.ts";
import { sizeFault } from "./size.ts";
import { schemeAndHost, urlFault } from "./url.ts";

/** The versions of the programs that read the text, where they are known. */
export type TextContext = Versions;

/** What is wrong with a text, when more can be said than why. */
export interface TextFault {
  readonly reason: string;
  /** The part of the text that is wrong, in UTF-16 units. */
  readonly range?: readonly [offset: number, length: number];
  readonly help?: string;
}

/** A `format` of our schemas that is judged by code. */
export interface TextFormat {
  /** Last part of the check's name: `prometheus/duration`. */
  readonly check: string;
  /** What the text should be, with its article. */
  readonly noun: string;
  /** The program's function that refuses it. */
  readonly source: string;
  /** error when absent. */
  readonly severity?: Severity;
  /** Why it is none; undefined when it is one. */
  fault(text: string, context: TextContext): string | TextFault | undefined;
}

/** JavaScript's mark of text that is not valid Unicode. */
const LONE_SURROGATE = /\p{Surrogate}/u;
const UUID = /^(?:urn:uuid:)?\{?[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\}?$/i;
const GO_DURATION = /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/;
const RULE_PATH = /^[^*]*(?:\*[^/]*)?$/;
/** That an empty one is none is said by the schema, also of one without a value. */
const FILE_SD_PATH = /^(?:[^*]*(?:\*[^/]*)?\.(?:json|yml|yaml|JSON|YML|YAML))?$/;

/** Classic names always; any text but the empty one where the version is 3.0 or later, or not known. */
export const isLabelName = (name: string, version: string | undefined): boolean =>
  CLASSIC_LABEL.test(name) || (name !== "" && !LONE_SURROGATE.test(name) && isSince(version, "3.0") !== false);

const LABEL_SOURCE = "LabelName.UnmarshalYAML, prometheus/common model/labels.go";
/** These are the first releases whose go.mod asks for Go 1.26. */
export const goUrlFault = (text: string, { prometheus, alertmanager }: TextContext): string | undefined =>
  urlFault(text, isSince(prometheus, "3.15") === true || isSince(alertmanager, "0.34.2") === true);
const matching = (pattern: RegExp, wanted: string) => (text: string) => (pattern.test(text) ? undefined : wanted);

export const TEXT_FORMATS: Readonly<Record<string, TextFormat>> = {
  "prometheus-duration": {
    check: "duration",
    noun: "a duration",
    source: "ParseDuration, prometheus/common model/time.go",
    fault: (text) =>
      parseDuration(text) === undefined
        ? (durationMend(text) ?? "write whole numbers with the units y, w, d, h, m, s, ms: 30s, 1h30m")
        : undefined,
  },
  "prometheus-size": { check: "size", noun: "a size", source: "ParseBase2Bytes, alecthomas/units", fault: sizeFault },
  "go-url": {
    check: "url",
    noun: "a URL",
    source: "URL.UnmarshalYAML, prometheus/common config/config.go",
    // To yaml.v2 these are null in quotes too, and null is no URL.
    fault: (text, versions) =>
      text === "null" || text === "~" ? "leave the line out instead" : goUrlFault(text, versions),
  },
  "absolute-url": {
    check: "url",
    noun: "a URL",
    source: "UnmarshalYAML of eureka and kuma, discovery/",
    fault: (text, versions) =>
      goUrlFault(text, versions) ?? (isAbsolute(text) ? undefined : "scheme and host are missing: http://host:port"),
  },
  "http-url": {
    check: "url",
    noun: "a URL",
    source: "UnmarshalYAML of http and puppetdb, discovery/",
    fault: (text, versions) =>
      goUrlFault(text, versions) ??
      (isAbsolute(text, /^https?$/) ? undefined : "it must start with http:// or https:// and name a host"),
  },
  re2: {
    check: "regex",
    noun: "a regular expression",
    source: "NewRegexp, model/relabel/relabel.go",
    fault: relabelRegexFault,
  },
  "go-regex": {
    check: "regex",
    noun: "a regular expression",
    source: "regexp.Compile, Go's regexp",
    fault: (text) => regexFault(text),
  },
  "go-duration": {
    check: "duration",
    noun: "a duration",
    source: "time.ParseDuration, Go's time",
    fault: matching(GO_DURATION, "write numbers with the units h, m, s, ms, us, ns: 300ms, 1.5h"),
  },
  "label-name": {
    check: "label-name",
    noun: "a label name",
    source: LABEL_SOURCE,
    fault: (text, { prometheus }) => (isLabelName(text, prometheus) ? undefined : labelNameFault(text)),
  },
  "rule-path": {
    check: "path-pattern",
    noun: "a path of rule files",
    source: "patRulePath, config/config.go",
    fault: matching(RULE_PATH, "`*` may stand only in the last part: folder/*.yml"),
  },
  "file-sd-path": {
    check: "path-pattern",
    noun: "a path for file discovery",
    source: "patFileSDName, discovery/file/file.go",
    fault: matching(FILE_SD_PATH, "it must end in .json, .yml or .yaml, and `*` may stand only in its last part"),
  },
  uuid: {
    check: "uuid",
    noun: "a UUID",
    source: "Validate, storage/remote/azuread",
    fault: matching(UUID, "write it as 00000000-0000-0000-0000-000000000000"),
  },
  "uuid-or-empty": {
    check: "uuid",
    noun: "a UUID",
    source: "Validate, storage/remote/azuread",
    fault: (text) => (text === "" || UUID.test(text) ? undefined : "write it as 00000000-0000-0000-0000-000000000000"),
  },
  "kubernetes-label-selector": {
    check: "kubernetes-selector",
    noun: "a label selector",
    source: "labels.Parse, k8s.io/apimachinery",
    fault: (text) => selectorFault(text, "label"),
  },
  "kubernetes-field-selector": {
    check: "kubernetes-selector",
    noun: "a field selector",
    source: "fields.ParseSelector, k8s.io/apimachinery",
    fault: (text) => selectorFault(text, "field"),
  },
};

function isAbsolute(text: string, schemes = /./): boolean {
  const { scheme, host } = schemeAndHost(text);
  return schemes.test(scheme) && host !== "";
}

const labelNameFault = (text: string): string =>
  text === ""
    ? "it is empty"
    : "before Prometheus 3.0 it holds letters, digits and underscores only, with no digit first";
