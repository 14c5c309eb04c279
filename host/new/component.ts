import { COMPONENTS } from "../../lib/components/index.ts";
import { SOFTWARE } from "../programs/table.ts";
import { exportName } from "./listed.ts";
import { freePort } from "./ports.ts";
import type { Start } from "./start.ts";

interface Exporter {
  readonly name: string;
  readonly program: string;
  readonly debian: string;
  readonly port: number;
  /** Whether host/programs/table.ts says already how its program is had. */
  readonly isKnown: boolean;
}

const room = ({ name, program, debian, port, isKnown }: Exporter) => `\
import { type Component, type Context, defineComponent } from "../component.ts";
import { type Flags, flagArguments, flagsSchema } from "../flags.ts";
import { scrapeSelf } from "../scrape.ts";
import { type CommonSettings, settingsSchema } from "../settings.ts";
${isKnown ? "" : 'import { debianExporter } from "../software.ts";\n'}
export interface Settings extends CommonSettings {
  readonly flags: Flags;
}

const workload = ({ self, settings, site }: Context<Settings>) => ({
  name: self.name,
  program: { kind: "server", name: "${program}" } as const,
  args: [\`--web.listen-address=\${site.listen(self.name, "http")}\`, ...flagArguments(settings.flags)],
  variables: {},
  ports: exporter.ports(settings),
  health: { port: "http", path: "/metrics" },
  startAfter: [],
  secrets: [],
  data: false,
  resources: { memoryMiB: settings.memory_mib ?? 64 },
  stopGraceSeconds: 10,
  startTimeoutSeconds: 30,
});

/** ${program}: what it exposes, in one sentence. */
const exporter: Component<Settings> = {
  name: "${name}",
  settings: settingsSchema({ flags: flagsSchema }),
${isKnown ? "" : `  software: debianExporter("${program}", "${debian}"),\n`}\
  ports: ({ port }) => [{ name: "http", number: port ?? ${port} }],
  workload,
  scrape: scrapeSelf,
  queries: ({ self }) => [{ name: \`\${self.name} answers\`, expr: \`up{job="\${self.name}"} == 1\`, expect: "one" }],
};

export default defineComponent(exporter);
`;

const test = ({ name, port }: Exporter) => `\
import { expect, test } from "vitest";
import { loadEnvironment } from "../../environment/load.ts";
import { render } from "../../render/index.ts";
import { nativeSite } from "../../targets/native.ts";

const ENVIRONMENT = \`version: 1
name: lab
paging: pagerduty
components:
  prometheus: {}
  ${name}: { flags: { log.level: debug } }
\`;

test("it listens where the site says, takes flags, and is scraped there", () => {
  const { environment, findings } = loadEnvironment(
    new Map([["configs/lab/environment.yml", ENVIRONMENT]]),
    "configs/lab",
  );
  expect(findings).toEqual([]);
  if (environment === undefined) throw new Error("the environment is valid");
  const { contributions, workloads } = render(
    environment,
    nativeSite(environment, "/stack", () => "1.0.0"),
  );
  const { args } = workloads.find(({ name }) => name === "${name}") ?? {};
  expect(args).toEqual(["--web.listen-address=127.0.0.1:${port}", "--log.level=debug"]);
  expect(contributions.scrape).toContainEqual({
    job_name: "${name}",
    static_configs: [{ targets: ["127.0.0.1:${port}"], labels: { instance: "${name}" } }],
  });
});
`;

/** A room for an exporter: its program from the Debian package that such a one usually has. */
export function newComponent(name: string): Start {
  const program = name.replaceAll("-", "_");
  const isKnown = SOFTWARE.some(({ executables }) => executables.some((executable) => executable.name === program));
  const debian = `prometheus-${name}`;
  const taken = COMPONENTS.flatMap((component) => component.ports({})).map(({ number }) => number);
  const exporter = { name, program, debian, port: freePort(9101, taken), isKnown };
  const folder = `lib/components/${name}`;
  return {
    folder,
    files: [
      { path: "index.ts", text: room(exporter) },
      { path: "index.test.ts", text: test(exporter) },
    ],
    listed: {
      file: "lib/components/kinds.ts",
      line: `export { default as ${exportName(name)} } from "./${name}/index.ts";`,
    },
    changesSchemas: true,
    next: [
      `npm test -- --project unit ${folder}`,
      ...(isKnown ? [] : [`its program comes from Debian's ${debian}: ${folder}/index.ts says so, and its port`]),
      `add \`${name}: {}\` to the components of an environment.yml`,
    ],
  };
}
