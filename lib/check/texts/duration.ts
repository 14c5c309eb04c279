import { parseDuration } from "../../schema/formats.ts";

/** Why Prometheus refuses a duration; undefined when it takes it. Source: ParseDuration of prometheus/common, model/time.go. */
export function durationFault(text: string): string | undefined {
  if (parseDuration(text) !== undefined) return undefined;
  if (text === "") return "it is empty";
  if (/^\d+$/.test(text)) return `a unit is missing; write ${text}s for seconds`;
  if (/^-/.test(text)) return "it must not be negative";
  if (/\d\.\d/.test(text)) return "only whole numbers count; write 90s or 1m30s for one and a half minutes";
  if (/^(?:\d+(?:ms|[smhdwy]))+$/.test(text))
    return "each unit may stand once, the largest first, and 292 years are the most: 1d12h30m";
  return "write whole numbers with the units y, w, d, h, m, s, ms: 30s, 1h30m";
}
