import { dashboard, type Section } from "../../lib/dashboards/dashboard.ts";
import { stat, timeSeries, upTiles } from "../../lib/dashboards/panels.ts";
import { processSection, scratchPanel } from "../../lib/dashboards/process.ts";
import { atMost } from "../../lib/dashboards/thresholds.ts";
import type { AppDashboard } from "../dashboards.ts";

type Selector = (metric: string, matchers?: string) => string;

const quantile = (of: Selector, q: number, endpoint: string): string =>
  `histogram_quantile(${q}, sum by (le, method) (rate(${of("http_latency_bucket", `endpoint="${endpoint}"`)}[5m])))`;

const fruits = (of: Selector): Section => ({
  title: "Fruits",
  panels: [
    stat({
      title: "Total fruits",
      description:
        "Recent fruits in the database. It falls to 0 when nothing that is posted is stored: see the backend.",
      unit: "none",
      width: 6,
      height: 8,
      series: [{ expr: `sum(${of("all_fruits")})` }],
      alerts: ["NoFruitStored"],
    }),
    timeSeries({
      title: "Fruits by fruit",
      description: "Recent ones. One kind that is missing is not posted; all that fall are not stored.",
      unit: "none",
      width: 18,
      stacked: true,
      series: [{ expr: `sum by (fruit) (${of("recent_fruits")})`, legend: "{{fruit}}" }],
    }),
  ],
});

const requests = (of: Selector): Section => ({
  title: "Requests",
  panels: [
    ...["/hello", "/fruit"].flatMap((endpoint) => [
      timeSeries({
        title: `Latency of ${endpoint}`,
        description: `Within which half, and 95 %, of the requests are answered. ${endpoint === "/hello" ? "It asks nobody: if it is slow, the process is busy." : "It asks cache, database and queue: see which of them is slow."}`,
        unit: "s",
        series: [0.5, 0.95].map((q) => ({ expr: quantile(of, q, endpoint), legend: `p${q * 100} - {{method}}` })),
        alerts: ["Latency"],
      }),
      timeSeries({
        title: `Requests to ${endpoint}`,
        description: "A second, by method. None at all: nobody visits, or nobody can.",
        unit: "reqps",
        series: [
          {
            expr: `sum by (method) (rate(${of("http_latency_count", `endpoint="${endpoint}"`)}[$__rate_interval]))`,
            legend: "{{method}}",
          },
        ],
      }),
    ]),
    timeSeries({
      title: "Requests that could not be served",
      description: "Share of all, by end point. What it depends on is below: posts need the queue, reads the database.",
      unit: "percentunit",
      thresholds: atMost({ critical: 0.05 }),
      series: [
        {
          expr: `sum by (method, endpoint) (rate(${of("http_errors_total")}[5m])) / sum by (method, endpoint) (rate(${of("http_latency_count")}[5m]))`,
          legend: "{{method}} {{endpoint}}",
        },
      ],
      alerts: ["FrontendErrors"],
    }),
    timeSeries({
      title: "Answers of the cache",
      description: "A second. Misses go to the database; unavailable ones too, and mean that Redis is down.",
      unit: "ops",
      stacked: true,
      series: [
        { expr: `sum by (result) (rate(${of("cache_requests_total")}[$__rate_interval]))`, legend: "{{result}}" },
      ],
    }),
  ],
});

const dependencies = (of: Selector): Section => ({
  title: "What it depends on",
  panels: [
    upTiles({
      title: "Dependencies",
      description:
        "1 while it answers. At 0 see that service's own dashboard; the frontend goes on by itself as soon as it answers.",
      series: [{ expr: `min by (dependency) (${of("dependency_up")})`, legend: "{{dependency}}" }],
      alerts: ["DependencyDown"],
    }),
  ],
});

/** Panels: requirements, section fruit-shop. */
export const fruitShopFrontendDashboard: AppDashboard = {
  title: "Fruit shop",
  make: ({ uid, title, job }) => {
    const of: Selector = (metric, matchers) =>
      `${metric}{job="${job}"${matchers === undefined ? "" : `, ${matchers}`}}`;
    return dashboard({
      uid,
      title,
      description: "What is in the shop, how fast it answers, how many ask, and whether what it depends on answers.",
      alerts: `job="${job}"`,
      sections: [
        fruits(of),
        requests(of),
        dependencies(of),
        processSection(`{job="${job}"}`, scratchPanel(`{job="${job}"}`)),
      ],
    });
  },
};
