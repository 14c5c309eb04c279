import { queryAny } from "../any.ts";
import { type Check, forEach, type Seen } from "../check.ts";
import { showLog } from "../help.ts";

/** No notification failed in the last five minutes: a wrong key or a receiver out of reach shows nowhere else (requirements T32). */
export const notifications: Check = {
  name: "notifications",
  run: (context) =>
    forEach(context.alertmanagers, async ({ name }): Promise<readonly Seen[]> => {
      if (context.prometheuses.length === 0) return [];
      const of = (metric: string) =>
        queryAny(context.prometheuses, `sum by (integration) (increase(${metric}{instance="${name}"}[5m])) > 0`);
      const [sent, failed] = await Promise.all([
        of("alertmanager_notifications_total"),
        of("alertmanager_notifications_failed_total"),
      ]);
      const count = (samples: typeof sent) =>
        samples.map(({ labels, value }) => `${Math.round(value)} by ${labels.integration}`).join(", ") || "none";
      if (failed.length === 0)
        return [{ subject: name, status: "pass", evidence: `in 5 minutes none failed; sent: ${count(sent)}` }];
      return [
        {
          subject: name,
          status: "fail",
          evidence: `failed in 5 minutes: ${count(failed)}`,
          help: `see why: ${showLog(context, name)}; it holds again five minutes after the last failure`,
        },
      ];
    }),
};
