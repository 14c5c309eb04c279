import type { Dashboard } from "../../../lib/components/component.ts";
import { type PanelQuery, panelQueries } from "../../../lib/dashboards/queries.ts";
import { BadQuery, type PrometheusClient } from "../../clients/prometheus.ts";
import { type Check, forEach, type Seen } from "../check.ts";

/** Every question of every dashboard that we provision evaluates, at the Prometheus that is Grafana's data source. */
export const dashboards: Check = {
  name: "dashboards",
  run: async ({ composed: { rendered }, prometheuses: [dataSource] }) => {
    if (dataSource === undefined) return [];
    const all = rendered.contributions.dashboards.map((dashboard) => ({ name: dashboard.title, dashboard }));
    return forEach(all, ({ dashboard }) => seeDashboard(dataSource, dashboard));
  },
};

async function seeDashboard(prometheus: PrometheusClient, dashboard: Dashboard): Promise<Seen> {
  const answers = await Promise.all(panelQueries(dashboard).map((query) => answerOf(prometheus, query)));
  return seeAnswers(dashboard.title, answers);
}

/** What became of a question: how many samples, or why it cannot be evaluated. */
export type PanelAnswer = PanelQuery & ({ readonly samples: number } | { readonly fault: string });

async function answerOf(prometheus: PrometheusClient, query: PanelQuery): Promise<PanelAnswer> {
  try {
    return { ...query, samples: (await prometheus.query(query.expr)).length };
  } catch (error) {
    if (!(error instanceof BadQuery)) throw error;
    return { ...query, fault: error.message };
  }
}

/** An answer may be empty: nothing has failed yet, nobody has asked yet. */
export function seeAnswers(subject: string, answers: readonly PanelAnswer[]): Seen {
  const faults = answers.flatMap((one) => ("fault" in one ? [`${one.title}: ${one.expr}: ${one.fault}`] : []));
  if (faults.length > 0) {
    const help = "correct the panel's expression: it stands in dashboard.ts of the component or app";
    return { subject, status: "fail", evidence: faults.join("; "), help };
  }
  const empty = answers.filter((one) => "samples" in one && one.samples === 0).length;
  const evidence = `${answers.length} queries evaluate${empty === 0 ? "" : `, ${empty} of them to nothing yet`}`;
  return { subject, status: "pass", evidence };
}
