import type { AlertmanagerClient } from "../clients/alertmanager.ts";
import { reasonOf } from "../clients/ask.ts";
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
    const held = (await alertmanager.alerts()).filter(({ labels }) => isExpected(wanted, labels));
    if (held.length > 0) return held.map(({ receivers, status }) => stateOf(wanted, receivers, status));
    const raised = (await Promise.all(prometheuses.map((each) => each.alerts()))).flat();
    const states = raised.filter(({ labels }) => isExpected(wanted, labels)).map(({ state }) => state);
    return [
      `Alertmanager does not hold ${wanted.alert}: Prometheus has never sent it; there it is ${states.join(", ") || "not even pending"}`,
    ];
  } catch (error) {
    return [`what has become of ${wanted.alert} cannot be seen: ${reasonOf(error)}`];
  }
}

type Held = Awaited<ReturnType<AlertmanagerClient["alerts"]>>[number];

function stateOf({ alert }: Expectation, receivers: Held["receivers"], status: Held["status"]): string {
  const by = [
    ...status.silencedBy.map((id) => `silenced by ${id}`),
    ...status.inhibitedBy.map((id) => `inhibited by the alert ${id}`),
    ...(status.mutedBy ?? []).map((name) => `muted by the time interval ${name}`),
  ];
  const why = by.length === 0 ? "" : `: ${by.join(", ")}`;
  return `Alertmanager holds ${alert} for ${receivers.map(({ name }) => name).join(", ")}, ${status.state}${why}`;
}
