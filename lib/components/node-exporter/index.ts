import { type Component, type Context, defineComponent } from "../component.ts";
import { type Flags, flagArguments, flagsSchema } from "../flags.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";

export interface NodeExporterSettings extends CommonSettings {
  readonly job: string;
  readonly flags: Flags;
}

const workload = ({ self, settings, site }: Context<NodeExporterSettings>) => ({
  name: self.name,
  program: { kind: "server", name: "node_exporter" } as const,
  args: [
    `--web.listen-address=${site.listen(self.name, "http")}`,
    // In a container its own root is the image; the machine's is mounted elsewhere (requirements T28).
    ...(site.hostRoot === "/" ? [] : [`--path.rootfs=${site.hostRoot}`]),
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
    flags: flagsSchema,
  }),
  ports: ({ port }) => [{ name: "http", number: port ?? 9100 }],
  workload,
  scrape: (context) => scrapeSelf(context, context.settings.job),
  queries: ({ self }) => [
    { name: "CPU time", expr: `node_cpu_seconds_total{instance="${self.name}"}`, expect: "some" },
    { name: "Memory available", expr: `node_memory_MemAvailable_bytes{instance="${self.name}"}`, expect: "one" },
  ],
};

export default defineComponent(nodeExporter);
