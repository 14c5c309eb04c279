import { APPS } from "../../apps/index.ts";
import { exportName } from "./listed.ts";
import { freePort } from "./ports.ts";
import type { Start } from "./start.ts";

const manifest = (name: string, port: number) => `\
import type { AppManifest } from "../manifest.ts";

export const ${exportName(name)} = {
  name: "${name}",
  summary: "Greets, and counts its greetings",
  port: ${port},
  healthPath: "/health",
  metricsPath: "/metrics",
  metrics: [
    {
      name: "greetings_total",
      type: "counter",
      help: "Total number of greetings",
      labels: ["language"],
      values: { language: ["en", "fr"] },
    },
  ],
  queries: [
    {
      name: "greetings a second",
      expr: "sum by (language) (rate(greetings_total[5m]))",
      expect: "some",
    },
  ],
  variables: {
    LANGUAGE: { kind: "choice", choices: ["en", "fr"], default: "en", runtime: true, help: "In which it greets" },
  },
  resources: { memoryMiB: 128 },
  stopGraceSeconds: 5,
} as const satisfies AppManifest;
`;

const main = (name: string) => `\
import { run } from "../kit/run.ts";
import { ${exportName(name)} } from "./manifest.ts";

const GREETINGS = { en: "Hello", fr: "Bonjour" };

await run({
  manifest: ${exportName(name)},
  create: ({ server, settings, instruments }) => {
    server.get("/", () => {
      const language = settings.get("LANGUAGE");
      instruments.greetings_total.inc({ language });
      return \`\${GREETINGS[language]}\\n\`;
    });
    return {};
  },
});
`;

const test = (name: string) => `\
import { expect, onTestFinished, test } from "vitest";
import { startApp } from "../../test/support/app.ts";

test("it greets in the language that is set, and counts that", async () => {
  const app = await startApp("${name}", { LANGUAGE: "fr" });
  onTestFinished(async () => void (await app.end("SIGKILL")));
  expect(await (await app.get("/")).text()).toBe("Bonjour\\n");
  const samples = await app.samples();
  expect(samples.get('greetings_total{language="fr"}')).toBe(1);
  expect(samples.get('greetings_total{language="en"}')).toBe(0);
});
`;

/** An instrumented application of ours, with one address, one variable and one counter. */
export function newApp(name: string): Start {
  const port = freePort(
    8101,
    Object.values(APPS).map((app) => app.port),
  );
  const folder = `apps/${name}`;
  return {
    folder,
    files: [
      { path: "manifest.ts", text: manifest(name, port) },
      { path: "main.ts", text: main(name) },
      { path: "main.test.ts", text: test(name) },
    ],
    listed: {
      file: "apps/manifests.ts",
      line: `export { ${exportName(name)} } from "./${name}/manifest.ts";`,
    },
    next: [
      `npm test -- --project real ${folder}`,
      `add \`- { name: ${name}, app: ${name}, port: ${port} }\` to the apps of an environment.yml`,
    ],
  };
}
