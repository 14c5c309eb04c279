import type { SeenHeartbeat } from "../../clients/pagerduty-sandbox.ts";
import type { Check, Seen } from "../check.ts";
import { showLog } from "../help.ts";

/** The heartbeat arrives at the sandbox: an alert that fires in Prometheus leaves Alertmanager, all the way. */
export const heartbeat: Check = {
  name: "heartbeat",
  async run(context) {
    const { sandbox, alertmanagers } = context;
    const { environment } = context.composed;
    const beats = environment.components.some(
      ({ component, settings }) => component === "alertmanager" && settings.heartbeat_url === undefined,
    );
    if (sandbox === undefined || !beats) return [];
    const seen = seeHeartbeat(environment.stack, await sandbox.heartbeats(), Date.now());
    const help = `see why nothing arrives: ${alertmanagers.map(({ name }) => showLog(context, name)).join("; ")}`;
    return [seen.status === "pass" ? seen : { ...seen, help }];
  },
};

/** Whether the heartbeat of a stack came lately enough. `now`: milliseconds since the epoch. */
export function seeHeartbeat(stack: string, heartbeats: readonly SeenHeartbeat[], now: number): Seen {
  const found = heartbeats.find(({ name }) => name === stack);
  if (found === undefined) return { subject: stack, status: "fail", evidence: "none has arrived yet" };
  const age = Math.round((now - Date.parse(found.last_at)) / 1000);
  const isLate = found.missing || age > found.max_age_seconds;
  const evidence = `the last of ${found.beats} came ${age} s ago, and one is due within ${found.max_age_seconds} s`;
  return { subject: stack, status: isLate ? "fail" : "pass", evidence };
}
