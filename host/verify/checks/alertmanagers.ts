import type { AlertmanagerAlert } from "../../clients/alertmanager.ts";
import { suppressorsOf } from "../../clients/held-back.ts";
import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { deployAgain, showLog } from "../help.ts";
import { WATCHDOG } from "../watchdog.ts";

/**
 * Every Prometheus knows every Alertmanager. Ready is not enough: in the first seconds after a start it has discovered none,
 * and drops what fires (requirements T25).
 */
export const alertmanagersKnown: Check = {
  name: "alertmanagers-known",
  async run(context) {
    const expected = context.composed.rendered.contributions.alertReceivers;
    if (expected.length === 0) return [];
    return forEach(context.prometheuses, async (prometheus) => {
      const [urls, discovered] = await Promise.all([
        prometheus.alertmanagers(),
        prometheus.metric("prometheus_notifications_alertmanagers_discovered"),
      ]);
      return seeKnown(context, prometheus.name, { expected, urls, discovered: discovered ?? 0 });
    });
  },
};

interface Known {
  readonly expected: readonly string[];
  readonly urls: readonly string[];
  readonly discovered: number;
}

function seeKnown(context: Context, subject: string, { expected, urls, discovered }: Known): Seen {
  const missing = expected.filter((address) => !urls.some((url) => URL.canParse(url) && new URL(url).host === address));
  const count = `${discovered} of ${expected.length} discovered`;
  if (missing.length === 0 && discovered >= expected.length)
    return { subject, status: "pass", evidence: `${count}: ${urls.join(", ")}` };
  const evidence = missing.length === 0 ? count : `${count}; unknown to it: ${missing.join(", ")}`;
  return { subject, status: "fail", evidence, help: `${deployAgain(context)}; nobody is told of alerts until then` };
}

/** An alert that fires in Prometheus is at each Alertmanager, and goes on from there: the Watchdog, which fires always. */
export const alertsArrive: Check = {
  name: "alerts-arrive",
  async run(context) {
    if (context.prometheuses.length === 0) return [];
    return forEach(context.alertmanagers, async (alertmanager): Promise<Seen> => {
      const help = `see why Prometheus cannot send: ${context.prometheuses.map(({ name }) => showLog(context, name)).join("; ")}`;
      return seeWatchdog(alertmanager.name, await alertmanager.alerts(), help);
    });
  },
};

/** Whether the Watchdog is among an Alertmanager's alerts, and nothing keeps it from its receiver. `absent`: how it is mended where it is not. */
export function seeWatchdog(subject: string, alerts: readonly AlertmanagerAlert[], absent: string): Seen {
  const watchdog = alerts.find(({ labels }) => labels.alertname === WATCHDOG);
  if (watchdog === undefined) {
    const evidence = `${WATCHDOG}, which always fires, is not among its ${alerts.length} alerts`;
    return { subject, status: "fail", evidence, help: absent };
  }
  if (watchdog.status.state !== "suppressed")
    return { subject, status: "pass", evidence: `${WATCHDOG} fires here since ${watchdog.startsAt}` };
  return {
    subject,
    status: "fail",
    evidence: `${WATCHDOG} fires here, and nobody is told: ${suppressorsOf(watchdog, alerts).join(", ")}`,
    help: "expire the silence, or narrow the inhibit rule or time interval, so that it does not match what must always be told",
  };
}
