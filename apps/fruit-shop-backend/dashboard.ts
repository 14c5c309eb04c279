import { dashboard, type Section } from "../../lib/dashboards/dashboard.ts";
import { timeSeries, upTiles } from "../../lib/dashboards/panels.ts";
import { processSection } from "../../lib/dashboards/process.ts";
import type { AppDashboard } from "../dashboards.ts";

const work = (here: string): Section => ({
  title: "Work",
  panels: [
    timeSeries({
      title: "Messages taken from the queue",
      description:
        "A second, by what became of them. Duplicates are usual after a kill; rejected ones were not fruits.",
      unit: "ops",
      stacked: true,
      series: [
        { expr: `sum by (result) (rate(fruits_processed_total${here}[$__rate_interval]))`, legend: "{{result}}" },
      ],
      alerts: ["NoFruitStored"],
    }),
    timeSeries({
      title: "Duration of a job",
      description: "Over the last ten minutes, and the average. If it grows, the database is slow: see its dashboard.",
      unit: "s",
      series: [
        { expr: `worker_job_duration_seconds${here}`, legend: "p{{quantile}}" },
        {
          expr: `sum(rate(worker_job_duration_seconds_sum${here}[$__rate_interval])) / sum(rate(worker_job_duration_seconds_count${here}[$__rate_interval]))`,
          legend: "average",
        },
      ],
    }),
    timeSeries({
      title: "Busy workers",
      description: "All of them busy for long: the queue grows. Give it more WORKERS, or a second backend.",
      unit: "none",
      series: [{ expr: `workers_busy${here}`, legend: "{{instance}}" }],
    }),
    timeSeries({
      title: "Failed attempts",
      description: "A second. Each is made again, and nothing is lost; what fails is in its log.",
      unit: "ops",
      series: [{ expr: `sum(rate(job_failures_total${here}[$__rate_interval]))`, legend: "failures" }],
      alerts: ["JobsFailing"],
    }),
    timeSeries({
      title: "Messages produced",
      description: "A second: word of what was stored. As many as are stored.",
      unit: "ops",
      series: [{ expr: `sum(rate(messages_produced_total${here}[$__rate_interval]))`, legend: "produced" }],
    }),
    timeSeries({
      title: "The cache made to forget",
      description:
        "A second, by whether it answered. Unavailable: readers see old fruits until the entry expires by itself.",
      unit: "ops",
      series: [{ expr: `sum by (result) (rate(cache_expired_total${here}[$__rate_interval]))`, legend: "{{result}}" }],
    }),
    upTiles({
      title: "Dependencies",
      description:
        "1 while it answers. At 0 see that service's own dashboard; workers go on by themselves as soon as it answers.",
      series: [{ expr: `min by (dependency) (dependency_up${here})`, legend: "{{dependency}}" }],
      alerts: ["DependencyDown"],
    }),
  ],
});

/** The workers behind the shop. */
export const fruitShopBackendDashboard: AppDashboard = {
  title: "Fruit shop workers",
  make: ({ uid, title, job }) =>
    dashboard({
      uid,
      title,
      description: "What workers take from the queue, how long they need, and whether what they depend on answers.",
      alerts: `job="${job}"`,
      sections: [work(`{job="${job}"}`), processSection(`{job="${job}"}`)],
    }),
};
