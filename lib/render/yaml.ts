import { dump } from "js-yaml";

/** YAML that says only what is said: no anchors (people copy parts of it), no folded lines (they hide changes in a diff). */
export const toYaml = (value: unknown): string => dump(value, { noRefs: true, lineWidth: -1 });
