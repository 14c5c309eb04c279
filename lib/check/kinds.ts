import { alertmanager } from "./alertmanager/index.ts";
import { blackbox } from "./blackbox/index.ts";
import { environment } from "./environment/index.ts";
import type { Kind } from "./kind.ts";
import { prometheus } from "./prometheus/index.ts";
import { rules } from "./rules/index.ts";
import { slo } from "./slo/index.ts";
import { tests } from "./tests/index.ts";
import { web } from "./web/index.ts";

/** All kinds of files; of two that a file may be by its keys, the earlier one has the key that tells. */
export const KINDS: readonly Kind[] = [environment, tests, alertmanager, prometheus, rules, slo, blackbox, web];
