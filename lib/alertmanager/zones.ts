/** A moment as a clock in some time zone shows it. */
export interface Moment {
  /** Since midnight. */
  readonly minute: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly dayOfMonth: number;
  readonly daysInMonth: number;
  /** 1 is January. */
  readonly month: number;
  readonly year: number;
}

/** Names of JavaScript's own, which the IANA database does not hold. */
const NOT_IANA =
  /^(?:ACT|AET|AGT|ART|AST|BET|BST|CAT|CNT|CST|CTT|EAT|ECT|IET|IST|JST|MIT|NET|NST|PLT|PNT|PRT|PST|SST|VST)$|^SystemV\/|^US\/Pacific-New$/;

/**
 * Whether Go's time.LoadLocation knows a zone. It looks for a file of that name in the IANA database, so unlike JavaScript it tells
 * capitals apart and knows no offsets. Source: https://pkg.go.dev/time#LoadLocation
 */
export function isTimeZone(name: string): boolean {
  if (name === "" || name === "UTC" || name === "Local") return true;
  if (NOT_IANA.test(name) || !/^[A-Z][A-Za-z0-9]*(?:[-_+/][A-Za-z0-9]+)*$/.test(name)) return false;
  const known = canonicalName(name);
  return known !== undefined && (known.toLowerCase() !== name.toLowerCase() || known === name);
}

/** The zone's name in the capitals in which IANA writes it, if it is one but for those. */
export function timeZoneLike(name: string): string | undefined {
  const known = canonicalName(name);
  return known?.toLowerCase() === name.toLowerCase() ? known : undefined;
}

function canonicalName(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions().timeZone;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What a clock in a zone that isTimeZone() knows shows; `Local` is read as UTC, for nobody can know it. */
export function momentIn(zone: string, date: Date): Moment {
  const shown = shownIn(zone === "" || zone === "Local" ? "UTC" : zone, date);
  return {
    minute: shown.getUTCHours() * 60 + shown.getUTCMinutes(),
    weekday: shown.getUTCDay(),
    dayOfMonth: shown.getUTCDate(),
    daysInMonth: new Date(Date.UTC(shown.getUTCFullYear(), shown.getUTCMonth() + 1, 0)).getUTCDate(),
    month: shown.getUTCMonth() + 1,
    year: shown.getUTCFullYear(),
  };
}

/** A date whose UTC fields are those of the zone. */
function shownIn(timeZone: string, date: Date): Date {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
  });
  const parts = Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, Number(value)]));
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts;
  return new Date(Date.UTC(year, month - 1, day, hour, minute));
}
