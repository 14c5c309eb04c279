/** Words of the Events API. Apart from everything else, because the manifest, which lib/ reads, must stay light. */
export const ACTIONS = ["trigger", "acknowledge", "resolve"] as const;
export type Action = (typeof ACTIONS)[number];

/** In the order in which PagerDuty names them. */
export const SEVERITIES = ["critical", "warning", "error", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];
