import type { AlertmanagerAlert, AlertmanagerClient } from "../clients/alertmanager.ts";
import { reasonOf } from "../clients/ask.ts";
import { suppressorsOf } from "../clients/held-back.ts";
import type { PrometheusClient } from "../clients/prometheus.ts";
import type { Expectation } from "./expectation.ts";
import { isExpected } from "./watch.ts";

/** What has become of an alert whose page did not come, one line each: as Alertmanager holds it, or else Prometheus. */
export async function whyMute(
  alertmanager: AlertmanagerClient,
  prometheuses: readonly PrometheusClient[],
  wanted: Expectation,
): Promise<readonly string[]> {
  try {
    const all = await alertmanager.alerts();
    const held = all.filter(({ labels }) => isExpected(wanted, labels));
    if (held.length > 0) return held.map((each) => stateOf(wanted, each, all));
    const raised = (await Promise.all(prometheuses.map((each) => each.alerts()))).flat();
    const states = raised.filter(({ labels }) => isExpected(wanted, labels)).map(({ state }) => state);
    return [
      `Alertmanager does not hold ${wanted.alert}: Prometheus has never sent it; there it is ${states.join(", ") || "not even pending"}`,
    ];
  } catch (error) {
    return [`what has become of ${wanted.alert} cannot be seen: ${reasonOf(error)}`];
  }
}

function stateOf({ alert }: Expectation, held: AlertmanagerAlert, all: readonly AlertmanagerAlert[]): string {
  const by = suppressorsOf(held, all);
  const receivers = held.receivers.map(({ name }) => name).join(", ");
  return `Alertmanager holds ${alert} for ${receivers}, ${held.status.state}${by.length === 0 ? "" : `: ${by.join(", ")}`}`;
}
