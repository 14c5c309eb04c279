import type { Dashboard } from "../lib/components/component.ts";
import { fruitShopBackendDashboard } from "./fruit-shop-backend/dashboard.ts";
import { fruitShopFrontendDashboard } from "./fruit-shop-frontend/dashboard.ts";
import { goldenSignalsDashboard } from "./golden-signals/dashboard.ts";
import { taskProcessorDashboard } from "./task-processor/dashboard.ts";
import { webInstrumentationDashboard } from "./web-instrumentation/dashboard.ts";

/** One declared app, as its dashboard sees it. */
interface DashboardSubject {
  readonly uid: string;
  readonly title: string;
  /** The job label of its metrics. */
  readonly job: string;
  readonly hasContainers: boolean;
}

export interface AppDashboard {
  readonly title: string;
  make(subject: DashboardSubject): Dashboard;
}

/** Dashboards of our applications by the application's name. */
export const APP_DASHBOARDS: Readonly<Record<string, AppDashboard>> = {
  "fruit-shop-backend": fruitShopBackendDashboard,
  "fruit-shop-frontend": fruitShopFrontendDashboard,
  "golden-signals": goldenSignalsDashboard,
  "task-processor": taskProcessorDashboard,
  "web-instrumentation": webInstrumentationDashboard,
};
