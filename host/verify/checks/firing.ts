import { type Check, forEach, type Seen } from "../check.ts";
import { WATCHDOG } from "../watchdog.ts";

/** Alerts that fire now, but for the one that always does. They warn: what they say is about what is watched. */
export const firing: Check = {
  name: "firing",
  run: ({ prometheuses }) =>
    forEach(prometheuses, async ({ name, alerts }) => {
      const found = (await alerts()).filter(({ state, labels }) => state === "firing" && labels.alertname !== WATCHDOG);
      if (found.length === 0) return [{ subject: name, status: "pass", evidence: `nothing but ${WATCHDOG}` } as const];
      return found.map(({ labels, annotations, activeAt }): Seen => {
        const where = [labels.job, labels.instance].filter((text) => text !== undefined).join(" ");
        return {
          subject: labels.alertname ?? "",
          status: "warn",
          evidence: `${where} since ${activeAt}: ${annotations.summary ?? "(no summary)"}`,
          help: annotations.runbook_url ?? "see the alert's description in Prometheus, under Alerts",
        };
      });
    }),
};
