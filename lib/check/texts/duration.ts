import { parseDuration } from "../../schema/formats.ts";

/** Units as people write them: `10 min`, `4hours`. */
const SPELT = /^(\d+)\s*(?:(ms|milli\w*)|(s|sec\w*)|(m|min\w*)|(h|hours?|hrs?)|(d|days?)|(w|weeks?)|(y|years?))$/i;
const UNITS = ["ms", "s", "m", "h", "d", "w", "y"] as const;

/** A duration with a unit that Prometheus does not know, as it would be written; undefined for any other text. */
function withUnit(text: string): string | undefined {
  const [, number, ...units] = SPELT.exec(text) ?? [];
  return number && `${number}${UNITS[units.findIndex((unit) => unit !== undefined)]}`;
}

/** Why Prometheus refuses a duration; undefined when it takes it. Source: ParseDuration of prometheus/common, model/time.go. */
export function durationFault(text: string): string | undefined {
  if (parseDuration(text) !== undefined) return undefined;
  if (text === "") return "it is empty";
  if (/^\d+$/.test(text)) return `a unit is missing; write ${text}s for seconds`;
  if (/^-/.test(text)) return "it must not be negative";
  if (/\d\.\d/.test(text)) return "only whole numbers count; write 90s or 1m30s for one and a half minutes";
  if (/^(?:\d+(?:ms|[smhdwy]))+$/.test(text))
    return "each unit may stand once, the largest first, and 292 years are the most: 1d12h30m";
  const meant = withUnit(text);
  if (meant !== undefined) return `write ${meant}`;
  return "write whole numbers with the units y, w, d, h, m, s, ms: 30s, 1h30m";
}
