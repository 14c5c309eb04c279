import { isSilenced } from "../../lib/alertmanager/index.ts";
import type { AlertmanagerClient } from "../clients/alertmanager.ts";
import { describeSilence, howToExpire } from "../clients/held-back.ts";
import type { PrometheusClient } from "../clients/prometheus.ts";
import { UserError } from "../errors.ts";
import type { Target } from "../targets/target.ts";
import type { Expectation } from "./expectation.ts";
import { isExpected } from "./watch.ts";

/** What stands still cannot be broken, and what somebody has stopped on purpose a drill's mend would start. */
export async function refuseStopped(target: Target, subject: string): Promise<void> {
  if ((await target.observe([subject])).get(subject)?.running === true) return;
  throw new UserError(`${subject} does not run, so a drill would show nothing`, { help: "npm run up", exitCode: 2 });
}

/** An alert of an earlier fault has waited for a part of its time already: its page would come too soon to prove anything. */
export async function refuseRaised(prometheuses: readonly PrometheusClient[], wanted: Expectation): Promise<void> {
  const alerts = (await Promise.all(prometheuses.map((each) => each.alerts()))).flat();
  const raised = alerts.find(({ labels }) => isExpected(wanted, labels));
  if (raised === undefined) return;
  throw new UserError(
    `${wanted.alert} is ${raised.state} already, since ${raised.activeAt}: a drill would show nothing`,
    {
      help: "mend what it tells of; if that is done, wait until Prometheus has seen it",
      exitCode: 2,
    },
  );
}

/** A drill whose page is kept back would wait in vain, and not tell why. `address`: where the Alertmanager answers. */
export async function refuseSilenced(
  alertmanager: AlertmanagerClient,
  address: string,
  { alert, labels }: Expectation,
  subject: string,
): Promise<void> {
  // The rule does not say whether its alert keeps the label of what it is about.
  const possible = [labels, { ...labels, instance: subject }];
  const silences = await alertmanager.silences();
  const silence = silences.find(({ matchers }) => possible.some((each) => isSilenced(matchers, each)));
  if (silence === undefined) return;
  throw new UserError(`${alert} is silenced, so its page would not come: ${describeSilence(silence)}`, {
    help: `drill when it has ended, or ${howToExpire(silence, `http://${address}`)}`,
    exitCode: 2,
  });
}
