import { type Component, type Context, defineComponent } from "../component.ts";
import { type Flags, flagArguments, flagsSchema } from "../flags.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";
import { type TunedAlerts, tunableSchema, tunedRules } from "../tunable.ts";
import { alertsOf } from "./alerts.ts";
import { hostDashboard } from "./dashboard.ts";
import * as samples from "./recorded/index.ts";

export interface NodeExporterSettings extends CommonSettings {
  readonly job: string;
  readonly textfile_directory: string;
  readonly flags: Flags;
  readonly alerts: TunedAlerts;
}

/** In a container its own root is the image; the machine's is mounted elsewhere (requirements T28). */
const inContainer = (hostRoot: string): readonly string[] => [
  `--path.rootfs=${hostRoot}`,
  `--path.udev.data=${hostRoot}/run/udev/data`,
];

/** Debian's build alone asks systemd by itself, and logs an error at every scrape where no bus answers, as in containers. */
const withoutSystemd = (flags: Flags): readonly string[] =>
  "collector.systemd" in flags ? [] : ["--no-collector.systemd"];

const workload = ({ self, settings, site }: Context<NodeExporterSettings>) => ({
  name: self.name,
  program: { kind: "server", name: "node_exporter" } as const,
  args: [
    `--web.listen-address=${site.listen(self.name, "http")}`,
    ...(site.hostRoot === "/" ? [] : inContainer(site.hostRoot)),
    ...withoutSystemd(settings.flags),
    // Said even when empty: Debian's build looks into a folder of its own, and logs an error at every scrape without it.
    `--collector.textfile.directory=${settings.textfile_directory}`,
    ...flagArguments(settings.flags),
  ],
  variables: {},
  ports: nodeExporter.ports(settings),
  health: { port: "http", path: "/" },
  startAfter: [],
  secrets: [],
  data: false,
  judge: { tools: [], readyLine: /Listening on/ },
  seesHost: true,
  resources: { memoryMiB: settings.memory_mib ?? 128 },
  stopGraceSeconds: 10,
  startTimeoutSeconds: 30,
});

/** node exporter: the machine's processors, memory, disks and network. */
const nodeExporter: Component<NodeExporterSettings> = {
  name: "node-exporter",
  settings: settingsSchema({
    job: { type: "string", description: "The job label of its metrics.", default: "node_exporter" },
    textfile_directory: {
      type: "string",
      description: "Folder of *.prom files that it exposes too, as it sees it; none by default.",
      default: "",
    },
    flags: flagsSchema,
    alerts: tunableSchema(alertsOf("")),
  }),
  ports: ({ port }) => [{ name: "http", number: port ?? 9100 }],
  workload,
  scrape: (context) => scrapeSelf(context, context.settings.job),
  rules: ({ self, settings }) =>
    // By their job, which several share: once is enough.
    self.index === 0 ? tunedRules(self.name, alertsOf(settings.job), settings.alerts) : [],
  dashboards: ({ self }) => (self.index === 0 ? [hostDashboard] : []),
  recorded: {
    samples: Object.values(samples),
    owns: /^(?:node|go|process|promhttp)_/,
    // Of these collectors every Linux gives the same; others depend on its kernel and its hardware.
    complete: /^node_(?:boot|context|cpu_seconds|exporter|filefd|filesystem|forks|intr|load\d+|scrape|uname)(?:_|$)/,
    passesOn: ({ textfile_directory }) => textfile_directory !== "",
  },
  queries: ({ self }) => [
    { name: "CPU time", expr: `node_cpu_seconds_total{instance="${self.name}"}`, expect: "some" },
    { name: "Memory available", expr: `node_memory_MemAvailable_bytes{instance="${self.name}"}`, expect: "one" },
  ],
};

export default defineComponent(nodeExporter);
