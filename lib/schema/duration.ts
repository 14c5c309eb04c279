const DURATION = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;
const UNIT_MILLISECONDS = [31_536_000_000, 604_800_000, 86_400_000, 3_600_000, 60_000, 1000, 1] as const;
/** Go's time.Duration counts nanoseconds in 63 bits. */
const MAX_MILLISECONDS = 2 ** 63 / 1_000_000;

/**
 * A duration as Prometheus and Alertmanager read it, in milliseconds; undefined for what they refuse: fractions (`1.5h`),
 * a number without a unit other than `0`, units out of order, more than 292 years.
 * Source: ParseDuration of github.com/prometheus/common/model/time.go.
 */
export function parseDuration(text: string): number | undefined {
  if (text === "0") return 0;
  const match = DURATION.exec(text);
  if (match === null || text === "") return undefined;
  const total = UNIT_MILLISECONDS.reduce((sum, unit, index) => sum + Number(match[index + 1] ?? 0) * unit, 0);
  return total <= MAX_MILLISECONDS ? total : undefined;
}

/** Units as people write them: `10 min`, `4hours`. */
const SPELT = /^(\d+)\s*(?:(ms|milli\w*)|(s|sec\w*)|(m|min\w*)|(h|hours?|hrs?)|(d|days?)|(w|weeks?)|(y|years?))$/i;
const UNITS = ["ms", "s", "m", "h", "d", "w", "y"] as const;

/** A duration with a unit that Prometheus does not know, as it would be written; undefined for any other text. */
function withUnit(text: string): string | undefined {
  const [, number, ...units] = SPELT.exec(text) ?? [];
  return number && `${number}${UNITS[units.findIndex((unit) => unit !== undefined)]}`;
}

/** What is wrong with a text that parseDuration refuses, where more can be said than how durations are written. */
export function durationMend(text: string): string | undefined {
  if (text === "") return "it is empty";
  if (/^\d+$/.test(text)) return `a unit is missing; write ${text}s for seconds`;
  if (/^-/.test(text)) return "it must not be negative";
  if (/\d\.\d/.test(text)) return "only whole numbers count; write 90s or 1m30s for one and a half minutes";
  if (/^(?:\d+(?:ms|[smhdwy]))+$/.test(text))
    return "each unit may stand once, the largest first, and 292 years are the most: 1d12h30m";
  const meant = withUnit(text);
  return meant && `write ${meant}`;
}
