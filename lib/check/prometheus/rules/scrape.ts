import { CLASSIC_LABEL, parseDuration } from "../../../schema/index.ts";
import {
  type Context,
  isSet,
  listOf,
  objectOf,
  objectsOf,
  type Rule,
  type Say,
  textOf,
  textsOf,
  type Values,
} from "../../rule.ts";
import { isSince } from "../../version.ts";

const CONFIG = "config/config.go";

/** A duration in milliseconds; undefined when absent, empty or none. Zero counts as absent, as in Prometheus. */
export const millisecondsOf = (value: unknown): number | undefined =>
  (isSet(value) ? parseDuration(textOf(value)) : undefined) || undefined;

/** Prometheus's defaults. Source: DefaultGlobalConfig. */
const DEFAULT_INTERVAL = 60_000;

export const intervalOf = (scrape: Values, file: Values): number =>
  millisecondsOf(scrape.scrape_interval) ?? millisecondsOf(objectOf(file.global)?.scrape_interval) ?? DEFAULT_INTERVAL;

/** Every scrape job of the file under its own name. */
export const jobsOf = (file: Values): Values[] => objectsOf(file.scrape_configs);

function timeoutOverInterval(value: Values, interval: number, say: Say, whose: string): void {
  const timeout = millisecondsOf(value.scrape_timeout);
  if (timeout === undefined || timeout <= interval) return;
  const message = `scrape_timeout ${textOf(value.scrape_timeout)} is longer than the scrape interval of ${whose}`;
  say(
    "scrape_timeout",
    message,
    "a scrape must end before the next one begins: shorten the timeout or lengthen the interval",
  );
}

function repeatedProtocol(value: Values, say: Say): void {
  const seen = new Set<string>();
  for (const [index, protocol] of textsOf(value.scrape_protocols).entries()) {
    if (seen.has(protocol.toLowerCase()))
      say(index, `"${protocol}" stands in scrape_protocols twice`, undefined, { of: listOf(value.scrape_protocols) });
    seen.add(protocol.toLowerCase());
  }
}

/** Says each later item of a list whose name an earlier one has. */
function repeatedNames(items: readonly Values[], key: string, what: string, say: Say): void {
  const seen = new Set<string>();
  for (const item of items) {
    const name = textOf(item[key]);
    if (name !== "" && seen.has(name))
      say(key, `${what} "${name}" is there already`, "give it a name of its own", { of: item });
    seen.add(name);
  }
}

export const scrapeRules: readonly Rule[] = [
  {
    name: "prometheus/job-name",
    on: "prometheus",
    says: "Two scrape jobs of one name, in the file itself and in those of scrape_config_files.",
    source: `Config.UnmarshalYAML and Config.GetScrapeConfigs, ${CONFIG}`,
    check: (value, say) => repeatedNames(jobsOf(value), "job_name", "a scrape job of the name", say),
  },
  {
    name: "prometheus/remote-name",
    on: "prometheus",
    says: "Two remote_write or two remote_read entries of one name.",
    source: `Config.UnmarshalYAML, ${CONFIG}`,
    check: (value, say) => {
      for (const key of ["remote_write", "remote_read"])
        repeatedNames(objectsOf(value[key]), "name", `a ${key} of the name`, say);
    },
  },
  {
    name: "prometheus/timeout",
    on: "global",
    says: "The global scrape_timeout longer than the global scrape_interval.",
    source: `GlobalConfig.UnmarshalYAML, ${CONFIG}`,
    check: (value, say) =>
      timeoutOverInterval(value, millisecondsOf(value.scrape_interval) ?? DEFAULT_INTERVAL, say, "global"),
  },
  {
    name: "prometheus/timeout",
    on: "scrape",
    says: "A job's scrape_timeout longer than its scrape_interval, or the global one.",
    source: `ScrapeConfig.Validate, ${CONFIG}`,
    check: (value, say, { file }) => timeoutOverInterval(value, intervalOf(value, file), say, "the job"),
  },
  {
    name: "prometheus/scrape-protocols",
    on: "global",
    says: "A protocol twice in scrape_protocols.",
    source: `validateAcceptScrapeProtocols, ${CONFIG}`,
    check: repeatedProtocol,
  },
  {
    name: "prometheus/scrape-protocols",
    on: "scrape",
    says: "A protocol twice in scrape_protocols.",
    source: `validateAcceptScrapeProtocols, ${CONFIG}`,
    check: repeatedProtocol,
  },
  {
    name: "prometheus/utf8-names",
    on: "scrape",
    says: "Names escaped as allow-utf-8 where validation is legacy.",
    source: `ScrapeConfig.Validate, ${CONFIG}`,
    check: checkEscaping,
  },
  {
    name: "prometheus/external-label-name",
    on: "global",
    says: "An external label that is no classic label name, with Prometheus before 3.0, or from 3.7 on where metric_name_validation_scheme is legacy.",
    source: `GlobalConfig.UnmarshalYAML, ${CONFIG}`,
    check: (value, say, { versions }) => {
      const isLegacy =
        (value.metric_name_validation_scheme === "legacy" && isSince(versions.prometheus, "3.7") !== false) ||
        isSince(versions.prometheus, "3.0") === false;
      const labels = objectOf(value.external_labels) ?? {};
      for (const name of Object.keys(labels)) {
        if (name !== "" && (!isLegacy || CLASSIC_LABEL.test(name))) continue;
        say(name, `"${name}" is not a label name`, "letters, digits and underscores, with no digit first", {
          of: labels,
          part: "key",
        });
      }
    },
  },
  {
    name: "prometheus/otlp",
    on: "otlp",
    says: "promote_all_resource_attributes with promote_resource_attributes; ignore_resource_attributes without it; attributes that are empty or repeated.",
    source: `OTLPConfig.UnmarshalYAML, ${CONFIG}`,
    check: checkOtlp,
  },
  {
    name: "prometheus/otlp-legacy-names",
    on: "prometheus",
    says: "An OTLP translation strategy that keeps UTF-8 names, where metric_name_validation_scheme is legacy.",
    source: `Load, ${CONFIG}`,
    check: (value, say) => {
      const otlp = objectOf(value.otlp) ?? {};
      const keepsNames =
        otlp.translation_strategy === "NoTranslation" || otlp.translation_strategy === "NoUTF8EscapingWithSuffixes";
      if (keepsNames && objectOf(value.global)?.metric_name_validation_scheme === "legacy") {
        say(
          "translation_strategy",
          `${otlp.translation_strategy} keeps UTF-8 names, which metric_name_validation_scheme: legacy forbids`,
          "use UnderscoreEscapingWithSuffixes, or metric_name_validation_scheme: utf8",
          { of: otlp },
        );
      }
    },
  },
];

function checkEscaping(value: Values, say: Say, { file, versions }: Context): void {
  const global = objectOf(file.global) ?? {};
  const own = textOf(value.metric_name_validation_scheme);
  const scheme = own || textOf(global.metric_name_validation_scheme) || "utf8";
  const byScheme = textOf(global.metric_name_validation_scheme) === "legacy" ? "underscores" : "allow-utf-8";
  // Since 3.7 a job's own validation scheme says how it escapes.
  const inherits = own === "" || (isSince(versions.prometheus, "3.4") && isSince(versions.prometheus, "3.7") === false);
  const inherited = inherits ? textOf(global.metric_name_escaping_scheme) || byScheme : "";
  const escaping = textOf(value.metric_name_escaping_scheme) || inherited;
  if (scheme === "legacy" && escaping === "allow-utf-8") {
    const key = isSet(value.metric_name_escaping_scheme)
      ? "metric_name_escaping_scheme"
      : "metric_name_validation_scheme";
    say(
      key,
      "allow-utf-8 asks for names that the validation scheme legacy refuses",
      "say metric_name_escaping_scheme: underscores, dots or values, or use validation scheme utf8",
    );
  }
}

function checkOtlp(value: Values, say: Say): void {
  const all = value.promote_all_resource_attributes === true;
  const key = all ? "ignore_resource_attributes" : "promote_resource_attributes";
  const other = all ? "promote_resource_attributes" : "ignore_resource_attributes";
  if (listOf(value[other]).length > 0) {
    say(
      other,
      all
        ? "all resource attributes are promoted already"
        : "ignore_resource_attributes needs promote_all_resource_attributes",
      undefined,
      { part: "key" },
    );
  }
  const seen = new Set<string>();
  for (const [index, attribute] of textsOf(value[key])
    .map((text) => text.trim())
    .entries()) {
    if (attribute === "") say(index, `an attribute in ${key} is empty`, undefined, { of: listOf(value[key]) });
    else if (seen.has(attribute))
      say(index, `"${attribute}" stands in ${key} twice`, undefined, { of: listOf(value[key]) });
    seen.add(attribute);
  }
}
