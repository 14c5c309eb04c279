import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { deployAgain, showLog } from "../help.ts";

/** Set by the component prometheus: it fires for ever, so that its absence is a fault of the way. */
const WATCHDOG = "Watchdog";

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

/** An alert that fires in Prometheus is at each Alertmanager: the Watchdog, which fires always. */
export const alertsArrive: Check = {
  name: "alerts-arrive",
  async run(context) {
    if (context.prometheuses.length === 0) return [];
    return forEach(context.alertmanagers, async (alertmanager): Promise<Seen> => {
      const alerts = await alertmanager.alerts();
      const watchdog = alerts.find(({ labels }) => labels.alertname === WATCHDOG);
      const subject = alertmanager.name;
      if (watchdog !== undefined)
        return { subject, status: "pass", evidence: `${WATCHDOG} fires here since ${watchdog.startsAt}` };
      const evidence = `${WATCHDOG}, which always fires, is not among its ${alerts.length} alerts`;
      const help = `see why Prometheus cannot send: ${context.prometheuses.map(({ name }) => showLog(context, name)).join("; ")}`;
      return { subject, status: "fail", evidence, help };
    });
  },
};
