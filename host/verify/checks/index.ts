import type { Check } from "../check.ts";
import { alertmanagersKnown, alertsArrive } from "./alertmanagers.ts";
import { clock } from "./clock.ts";
import { loaded, runs } from "./configuration.ts";
import { dashboards } from "./dashboards.ts";
import { disk } from "./disk.ts";
import { files } from "./files.ts";
import { firing } from "./firing.ts";
import { health } from "./health.ts";
import { heartbeat } from "./heartbeat.ts";
import { logs } from "./logs.ts";
import { notifications } from "./notifications.ts";
import { pager } from "./pager.ts";
import { queries } from "./queries.ts";
import { restarts } from "./restarts.ts";
import { retention } from "./retention.ts";
import { routes } from "./routes.ts";
import { rules } from "./rules.ts";
import { secrets } from "./secrets.ts";
import { silences } from "./silences.ts";
import { targets } from "./targets.ts";

/** In the order in which a fault of one explains those that follow. To add a check is to add it here and to docs/verify.md. */
export const CHECKS: readonly Check[] = [
  health,
  files,
  loaded,
  runs,
  secrets,
  retention,
  disk,
  clock,
  targets,
  rules,
  queries,
  dashboards,
  alertmanagersKnown,
  alertsArrive,
  silences,
  routes,
  notifications,
  pager,
  heartbeat,
  restarts,
  logs,
  firing,
];
