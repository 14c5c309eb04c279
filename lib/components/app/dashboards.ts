import { APP_DASHBOARDS } from "../../../apps/dashboards.ts";
import type { Declared } from "../../environment/environment.ts";
import type { Context, Dashboard } from "../component.ts";
import type { RequestMetrics } from "./red.ts";
import { redDashboard } from "./red-dashboard.ts";
import type { AppSettings } from "./settings.ts";

/** Grafana's limit of a dashboard's uid, in characters. */
const MAX_UID = 40;

/** Stays the same for as long as the app is called the same; the name of a very long one is told apart by its place. */
const uidOf = ({ name, index }: Declared): string => {
  const uid = `app-${name}`;
  return uid.length <= MAX_UID ? uid : `${uid.slice(0, MAX_UID - 5)}-${index}`;
};

/** Whether no app before this one is such a one, too. */
const isFirst = ({ environment, self }: Context<AppSettings>, isSuch: (settings: AppSettings) => boolean): boolean =>
  environment.components.find(
    (other) => other.component === self.component && isSuch(other.settings as unknown as AppSettings),
  ) === self;

/** One of ours: its dashboard stands in its folder. */
const ownDashboards = (context: Context<AppSettings>, job: string): readonly Dashboard[] => {
  const { self, settings, site } = context;
  const own = APP_DASHBOARDS[settings.app ?? ""];
  if (own === undefined) return [];
  // Grafana provisions no folder in which two dashboards have the same title.
  const title = isFirst(context, ({ app }) => app === settings.app) ? own.title : `${own.title} (${self.name})`;
  return [own.make({ uid: uidOf(self), title, job, hasContainers: site.kind === "docker" })];
};

/** A user's own: one dashboard for all whose metrics are called alike, so that one more app of hundreds changes no file. */
const sharedDashboards = (context: Context<AppSettings>, metrics: RequestMetrics): readonly Dashboard[] => {
  const { self, settings } = context;
  const convention = settings.request_metrics ?? "http";
  if (typeof convention === "object") return [redDashboard(uidOf(self), `Requests of ${self.name}`, metrics)];
  const isAlike = (other: AppSettings) => other.app === undefined && (other.request_metrics ?? "http") === convention;
  if (!isFirst(context, isAlike)) return [];
  return [redDashboard(`requests-${convention}`, `Applications (${convention})`, metrics)];
};

/** Dashboards that an app brings. `job`: the job label of its metrics. */
export const dashboardsOf = (
  context: Context<AppSettings>,
  job: string,
  metrics: RequestMetrics | undefined,
): readonly Dashboard[] => {
  if (context.settings.app !== undefined) return ownDashboards(context, job);
  return metrics === undefined ? [] : sharedDashboards(context, metrics);
};
