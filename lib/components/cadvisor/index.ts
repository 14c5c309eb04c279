import { type Component, type Context, defineComponent, type Query } from "../component.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";
import { type TunableAlert, type TunedAlerts, tunableSchema, tunedRules } from "../tunable.ts";
import { CONTAINERS } from "./containers.ts";
import { containersDashboard } from "./dashboard.ts";
import * as samples from "./recorded/index.ts";

export interface CadvisorSettings extends CommonSettings {
  readonly alerts: TunedAlerts;
}

const alertsOf = (job: string): readonly TunableAlert[] => [
  {
    name: "ContainerMemoryNearLimit",
    expr: (above) =>
      `container_memory_working_set_bytes{job="${job}", ${CONTAINERS}} / (container_spec_memory_limit_bytes{job="${job}", ${CONTAINERS}} > 0) > ${above}`,
    above: { default: 0.9, description: "Share of the container's limit, 0 to 1." },
    for: "5m",
    severity: "warning",
    category: "capacity",
    summary: "Container {{ $labels.id }} is nearly out of memory",
    description: "{{ $value | humanizePercentage }} of its limit are in use; at 100 % it is killed.",
  },
  {
    name: "ContainerThrottled",
    expr: (above) =>
      `rate(container_cpu_cfs_throttled_periods_total{job="${job}"}[5m]) / rate(container_cpu_cfs_periods_total{job="${job}"}[5m]) > ${above}`,
    above: { default: 0.5, description: "Share of the scheduler's periods, 0 to 1." },
    for: "10m",
    severity: "info",
    category: "performance",
    summary: "Container {{ $labels.id }} waits for processor time",
    description: "It was held up in {{ $value | humanizePercentage }} of the periods of the last 5 minutes.",
  },
];

const workload = ({ self, settings, site }: Context<CadvisorSettings>) => {
  // There are no containers to look at; processes tell of themselves.
  if (site.kind === "native") return undefined;
  const [host, port] = site.listen(self.name, "http").split(":");
  return {
    name: self.name,
    program: { kind: "server", name: "cadvisor" } as const,
    optional: true,
    args: [`-listen_ip=${host}`, `-port=${port}`, "-store_container_labels=false"],
    variables: {},
    ports: cadvisor.ports(settings),
    health: { port: "http", path: "/healthz" },
    startAfter: [],
    secrets: [],
    data: false,
    seesHost: true,
    seesContainers: true as const,
    resources: { memoryMiB: settings.memory_mib ?? 256 },
    stopGraceSeconds: 10,
    startTimeoutSeconds: 60,
  };
};

/** Processor and memory of each container; where programs run as plain processes, of each process. */
const queries = ({ site }: Context<CadvisorSettings>): readonly Query[] =>
  site.kind === "native"
    ? [
        { name: "CPU % by process", expr: "rate(process_cpu_seconds_total[5m]) * 100", expect: "some" },
        { name: "memory in MB by process", expr: "process_resident_memory_bytes / 1024 / 1024", expect: "some" },
      ]
    : [
        {
          name: "CPU % by container",
          expr: 'rate(container_cpu_usage_seconds_total{id=~"/docker/.*"}[5m]) * 100',
          expect: "some",
        },
        {
          name: "memory in MB by container",
          expr: 'container_memory_usage_bytes{id=~"/docker/.*"} / 1024 / 1024',
          expect: "some",
        },
      ];

/** cAdvisor: what each container uses. On native, where there are none, it asks the same of processes. */
const cadvisor: Component<CadvisorSettings> = {
  name: "cadvisor",
  settings: settingsSchema({ alerts: tunableSchema(alertsOf("")) }),
  ports: ({ port }) => [{ name: "http", number: port ?? 8080 }],
  workload,
  scrape: (context) => (context.site.kind === "native" ? [] : scrapeSelf(context)),
  rules: ({ self, settings, site }) =>
    site.kind === "native" ? [] : tunedRules(self.name, alertsOf(self.name), settings.alerts),
  dashboards: ({ self, site }) => (self.index === 0 && site.kind !== "native" ? [containersDashboard] : []),
  recorded: {
    samples: Object.values(samples),
    owns: /^(?:container|machine|cadvisor|go|process|promhttp)_/,
    variableLabels: /^container_/,
  },
  queries,
};

export default defineComponent(cadvisor);
