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
