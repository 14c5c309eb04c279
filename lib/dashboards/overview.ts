import type { Contributions, Dashboard } from "../components/component.ts";
import type { Environment } from "../environment/environment.ts";
import { dashboard, type Section } from "./dashboard.ts";
import { stat, table, text, timeSeries, upTiles } from "./panels.ts";
import { atLeast, atMost } from "./thresholds.ts";

export const OVERVIEW_UID = "overview";

const FIRING = 'alertstate="firing", alertname!="Watchdog"';
/** More tiles than a person looks over: then only those that are down are shown. */
const MANY_JOBS = 40;

const firing = (title: string, matchers: string, thresholds: ReturnType<typeof atMost>, description: string) =>
  stat({
    title,
    description,
    unit: "none",
    thresholds,
    series: [{ expr: `count(ALERTS{${FIRING}, ${matchers}}) or vector(0)` }],
  });

const now = (all: Contributions, jobs: number): Section => ({
  title: "Now",
  panels: [
    firing(
      "Critical alerts",
      'severity="critical"',
      atMost({ critical: 1 }),
      "Firing now: somebody is being paged. The table below says what, and its runbook what to do.",
    ),
    firing(
      "Other alerts",
      'severity!="critical"',
      atMost({ warning: 1 }),
      "Firing now, and read in working hours: what becomes critical often begins here.",
    ),
    stat({
      title: "Targets down",
      description:
        "That do not answer Prometheus. See the jobs below for which, and Prometheus's page /targets for why.",
      unit: "none",
      thresholds: atMost({ critical: 1 }),
      series: [{ expr: "count(up == 0) or vector(0)" }],
      alerts: ["TargetDown"],
    }),
    stat({
      title: "Jobs",
      description: `With a target, of ${jobs} that are declared. Fewer: discovery finds nothing for one, or it was just deployed.`,
      unit: "none",
      thresholds: atLeast({ critical: jobs }),
      series: [{ expr: "count(count by (job) (up))" }],
    }),
    ...(hasWatchdog(all) ? [watchdog] : []),
    ...(all.alertReceivers.length > 0 ? [undelivered] : []),
  ],
});

const hasWatchdog = ({ rules }: Contributions): boolean =>
  rules.some(({ groups }) => groups.some((group) => group.rules.some((rule) => rule.alert === "Watchdog")));

const watchdog = stat({
  title: "Watchdog",
  description:
    "1 while the way from a rule to the receiver is open: this alert always fires. At 0 no rule is evaluated.",
  unit: "none",
  thresholds: atLeast({ critical: 1 }),
  series: [{ expr: 'count(ALERTS{alertstate="firing", alertname="Watchdog"}) or vector(0)' }],
});

const undelivered = stat({
  title: "Not delivered",
  description: "Notifications that failed within the hour. Not 0: what they said may have reached nobody; run verify.",
  unit: "none",
  decimals: 0,
  thresholds: atMost({ critical: 1 }),
  series: [{ expr: "sum(increase(alertmanager_notifications_failed_total[1h])) or vector(0)" }],
  alerts: ["AlertmanagerNotificationsFailing"],
});

const jobTiles = (jobs: number): Section => ({
  title: "Jobs",
  panels: [
    upTiles({
      title: jobs > MANY_JOBS ? "Jobs with a target that is down" : "Jobs",
      description: "Green: all targets of the job answer. Red: one does not; its dashboard and its log say more.",
      noValue: "all up",
      series: [{ expr: `min by (job) (up)${jobs > MANY_JOBS ? " == 0" : ""}`, legend: "{{job}}" }],
    }),
  ],
});

const alerts: Section = {
  title: "Alerts",
  panels: [
    table({
      title: "Firing alerts",
      description: "All of now, silenced ones too. Alertmanager's page says who was told, and silences.",
      unit: "none",
      width: 12,
      columns: { alertname: "Alert", severity: "Severity", job: "Job", instance: "Instance" },
      series: [{ expr: `ALERTS{${FIRING}}` }],
    }),
    timeSeries({
      title: "Alerts over time",
      description: "Firing and pending ones by name: what came first is often the cause of the others.",
      unit: "none",
      stacked: true,
      series: [
        {
          expr: 'sum by (alertname, alertstate) (ALERTS{alertname!="Watchdog"})',
          legend: "{{alertname}} {{alertstate}}",
        },
      ],
    }),
  ],
};

const notifications: Section = {
  title: "Notifications",
  panels: [
    timeSeries({
      title: "Notifications a minute",
      description:
        "By integration. The heartbeat's webhook never stops; many pages a minute mean that a route groups too little.",
      unit: "none",
      series: [
        {
          expr: "sum by (integration) (rate(alertmanager_notifications_total[$__rate_interval])) * 60 > 0",
          legend: "{{integration}}",
        },
      ],
    }),
    timeSeries({
      title: "Failed notifications a minute",
      description: "By integration: a wrong key, or a receiver out of reach. Alertmanager's log says which.",
      unit: "none",
      series: [
        {
          expr: "sum by (integration) (rate(alertmanager_notifications_failed_total[$__rate_interval])) * 60",
          legend: "{{integration}}",
        },
      ],
      alerts: ["AlertmanagerNotificationsFailing"],
    }),
  ],
};

const whereToLook = (dashboards: readonly Dashboard[]): Section => ({
  title: "Where to look",
  panels: [
    text(
      "Dashboards",
      dashboards
        .map(({ uid, title, description }) => `- [${title}](/d/${uid}): ${String(description ?? "")}`)
        .join("\n"),
      Math.max(3, Math.min(10, dashboards.length + 2)),
    ),
  ],
});

/** The first page of an environment, made from what all its components say: what fires, what is down, who is told, where to look. */
export const overview = ({ name }: Environment, all: Contributions): Dashboard => {
  const jobs = new Set(all.scrape.map(({ job_name }) => job_name)).size;
  return dashboard({
    uid: OVERVIEW_UID,
    title: `Overview: ${name}`,
    description: "What fires, what is down, and who is told.",
    sections: [
      now(all, jobs),
      jobTiles(jobs),
      alerts,
      ...(all.alertReceivers.length > 0 ? [notifications] : []),
      ...(all.dashboards.length > 0 ? [whereToLook(all.dashboards)] : []),
    ],
  });
};
