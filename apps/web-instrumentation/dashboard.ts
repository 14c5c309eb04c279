import { dashboard, type Section } from "../../lib/dashboards/dashboard.ts";
import { stat, timeSeries } from "../../lib/dashboards/panels.ts";
import { processSection, scratchPanel } from "../../lib/dashboards/process.ts";
import { atLeast } from "../../lib/dashboards/thresholds.ts";
import type { AppDashboard } from "../dashboards.ts";

const now = (here: string, job: string): Section => ({
  title: "Gauges, an info and a state",
  panels: [
    stat({
      title: "Up",
      description: "1 while it answers Prometheus. At 0 see its log, start it again.",
      unit: "none",
      thresholds: atLeast({ critical: 1 }),
      series: [{ expr: `min(up${here})` }],
      alerts: ["Down"],
    }),
    stat({
      title: "State",
      description:
        "An enumeration is one series for each state, and 1 for the one that holds. Missing: GitHub did not answer when it was asked last.",
      unit: "none",
      width: 5,
      instant: true,
      namesOnly: true,
      series: [{ expr: `application_state${here} == 1`, legend: "{{application_state}}" }],
    }),
    stat({
      title: "Version",
      description: "An info is a series that is always 1; what it says stands in its labels.",
      unit: "none",
      width: 5,
      instant: true,
      namesOnly: true,
      series: [{ expr: `application_info_info${here}`, legend: "{{version}} by {{author}}" }],
    }),
    stat({
      title: "Size of the list",
      description: "A gauge goes up and down: add to it by /add/5, take from it by /remove/5.",
      unit: "none",
      width: 5,
      series: [{ expr: `list_size{job="${job}", list="my_list"}` }],
    }),
    stat({
      title: "GitHub's answers that could be used",
      description: "Of the last 5 minutes. Low: GitHub is out of reach, or limits how often it is asked.",
      unit: "percentunit",
      width: 5,
      decimals: 0,
      max: 1,
      noValue: "none asked",
      thresholds: atLeast({ warning: 0.9, critical: 0.5 }),
      series: [
        {
          expr: `sum(rate(github_requests_total{job="${job}", outcome=~"found|not_found"}[5m])) / sum(rate(github_requests_total${here}[5m]))`,
        },
      ],
      alerts: ["GitHubOutOfReach", "GitHubRateLimited"],
    }),
  ],
});

const overTime = (here: string): Section => ({
  title: "Counters, a histogram and a summary",
  panels: [
    timeSeries({
      title: "Visits a second",
      description: "A counter only grows: its rate is what says something.",
      unit: "reqps",
      series: [
        { expr: `rate(home_page_visits_total${here}[$__rate_interval])`, legend: "home" },
        { expr: `rate(about_page_visits_total${here}[$__rate_interval])`, legend: "about" },
      ],
    }),
    timeSeries({
      title: "Requests to GitHub by outcome",
      description: "A second. Timeouts and unreachable: the network or GitHub. Rate limited: wait, or ask less.",
      unit: "reqps",
      stacked: true,
      series: [
        { expr: `sum by (outcome) (rate(github_requests_total${here}[$__rate_interval]))`, legend: "{{outcome}}" },
      ],
      alerts: ["GitHubOutOfReach", "GitHubRateLimited"],
    }),
    timeSeries({
      title: "Duration, from the histogram",
      description: "Any percentile can be asked of a histogram afterwards, also over several instances.",
      unit: "s",
      series: [0.5, 0.9, 0.99].map((q) => ({
        expr: `histogram_quantile(${q}, sum by (le, endpoint) (rate(request_duration_seconds_bucket${here}[10m])))`,
        legend: `p${q * 100} {{endpoint}}`,
      })),
    }),
    timeSeries({
      title: "Duration, from the summary",
      description:
        "Percentiles that the application computed itself, over ten minutes. They cannot be added up over instances.",
      unit: "s",
      series: [{ expr: `request_processing_seconds${here}`, legend: "p{{quantile}} {{endpoint}}" }],
    }),
  ],
});

/** One panel for each kind of metric: requirements, section web-instrumentation. */
export const webInstrumentationDashboard: AppDashboard = {
  title: "Web instrumentation",
  make: ({ uid, title, job }) =>
    dashboard({
      uid,
      title,
      description:
        "One metric of each kind, and how it is best shown: counter, gauge, histogram, summary, info, state.",
      alerts: `job="${job}"`,
      sections: [
        now(`{job="${job}"}`, job),
        overTime(`{job="${job}"}`),
        processSection(`{job="${job}"}`, scratchPanel(`{job="${job}"}`)),
      ],
    }),
};
