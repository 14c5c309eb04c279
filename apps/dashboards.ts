import type { Dashboard } from "../lib/components/component.ts";
import { taskProcessorDashboard } from "./task-processor/dashboard.ts";

export interface AppDashboard {
  readonly title: string;
  /** For one declared app. `job`: the job label of its metrics. */
  make(app: { readonly uid: string; readonly title: string; readonly job: string }): Dashboard;
}

/** Dashboards of our applications by the application's name. */
export const APP_DASHBOARDS: Readonly<Record<string, AppDashboard>> = {
  "task-processor": taskProcessorDashboard,
};
