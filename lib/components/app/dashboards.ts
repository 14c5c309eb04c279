import { APP_DASHBOARDS } from "../../../apps/dashboards.ts";
import type { Context, Dashboard } from "../component.ts";
import type { AppSettings } from "./settings.ts";

/** Grafana's limit of a dashboard's uid, in characters. */
const MAX_UID = 40;

/** Stays the same for as long as the app is called the same; the name of a very long one is told apart by its place. */
const uidOf = ({ self: { name, index } }: Context<AppSettings>): string => {
  const uid = `app-${name}`;
  return uid.length <= MAX_UID ? uid : `${uid.slice(0, MAX_UID - 5)}-${index}`;
};

const isFirstOfItsKind = ({ environment, self, settings }: Context<AppSettings>): boolean =>
  environment.components.find((other) => other.component === self.component && other.settings.app === settings.app) ===
  self;

/** The dashboard that one of our own apps brings. `job`: the job label of its metrics. */
export const ownDashboards = (context: Context<AppSettings>, job: string): readonly Dashboard[] => {
  const own = APP_DASHBOARDS[context.settings.app ?? ""];
  if (own === undefined) return [];
  // Grafana provisions no folder in which two dashboards have the same title.
  const title = isFirstOfItsKind(context) ? own.title : `${own.title} (${context.self.name})`;
  return [own.make({ uid: uidOf(context), title, job })];
};
