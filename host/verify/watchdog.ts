/** Set by the component prometheus: it fires for ever, so that its absence is a fault of the way. */
export const WATCHDOG = "Watchdog";
