import { PROCESS_METRICS } from "../../../apps/kit/process-metrics.ts";
import { sandboxDashboard } from "../../../apps/pagerduty-sandbox/dashboard.ts";
import { METRICS } from "../../../apps/pagerduty-sandbox/metrics.ts";
import { type Component, type Context, defineComponent } from "../component.ts";
import { listenVariables } from "../listen-variables.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";

const workload = ({ self, settings, site }: Context<CommonSettings>) => ({
  name: self.name,
  program: { kind: "app", name: "pagerduty-sandbox" } as const,
  args: [],
  variables: { ...listenVariables(site.listen(self.name, "http")), DATA_DIR: site.path(self.name, "data") },
  ports: sandbox.ports(settings),
  health: { port: "http", path: "/health" },
  ready: { port: "http", path: "/ready" },
  startAfter: [],
  secrets: [],
  data: true,
  resources: { memoryMiB: settings.memory_mib ?? 256 },
  stopGraceSeconds: 10,
  startTimeoutSeconds: 60,
});

/** Stands in for PagerDuty where `paging: sandbox`: speaks its Events API v2, and notices a missing heartbeat. */
const sandbox: Component<CommonSettings> = {
  name: "pagerduty-sandbox",
  settings: settingsSchema({}),
  ports: ({ port }) => [{ name: "http", number: port ?? 8099 }],
  workload,
  scrape: (context) => scrapeSelf(context),
  pager: ({ environment, self, site }) => {
    const base = `http://${site.address(self.name, "http", "inside")}`;
    return { eventsUrl: `${base}/v2/enqueue`, heartbeatUrl: `${base}/heartbeat/${environment.stack}` };
  },
  metrics: () => [...METRICS, ...PROCESS_METRICS],
  dashboards: ({ self }) => (self.index === 0 ? [sandboxDashboard(self.name)] : []),
  queries: ({ self }) => [{ name: "The sandbox is up", expr: `up{instance="${self.name}"} == 1`, expect: "some" }],
};

export default defineComponent(sandbox);
