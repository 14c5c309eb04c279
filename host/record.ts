import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { COMPONENTS } from "../lib/components/index.ts";
import { parseExposition } from "../lib/exposition/parse.ts";
import { formatSample } from "../lib/exposition/sample.ts";
import { versionIn } from "../lib/exposition/version.ts";
import { didYouMean } from "../lib/schema/index.ts";
import { CHECKOUT } from "./checkout.ts";
import { UserError } from "./errors.ts";
import { compareVersions } from "./versions.ts";
import { writeFiles } from "./writer.ts";

const FOLDER = "recorded";

export interface Recording {
  /** The component whose program answered. */
  readonly component: string;
  /** What it answered to /metrics: several answers are those of several servers of one version. */
  readonly texts: readonly string[];
  /** Where its metrics do not say it. */
  readonly version?: string | undefined;
}

/** Writes what a program exposes into its component's room, as the sample of its version. Returns what was written, for a person. */
export async function record({ component, texts, version: said }: Recording): Promise<readonly string[]> {
  const { room, owns } = roomOf(component);
  const version = said ?? texts.map(versionIn).find((each) => each !== undefined);
  if (version === undefined) {
    throw new UserError(`the metrics of ${component} do not say which version it is`, { help: "add --version 1.2.3" });
  }
  const metrics = parseExposition(...texts).filter(({ name }) => owns === undefined || owns.test(name));
  if (metrics.length === 0) throw new UserError(`${component} answered without a single metric of its own`);
  const versions = await versionsIn(join(CHECKOUT, room), version);
  await writeFiles(CHECKOUT, [
    { path: `${room}/${version}.ts`, text: sampleFile(version, formatSample(metrics)) },
    { path: `${room}/index.ts`, text: indexFile(versions) },
  ]);
  const series = metrics.reduce((sum, each) => sum + (each.series ?? 0), 0);
  return [`${room}/${version}.ts: ${metrics.length} metrics, ${series} sets of labels`];
}

/** Where the samples of a component lie. A program of our own declares its metrics, and needs none. */
function roomOf(name: string) {
  const component = COMPONENTS.find((each) => each.name === name);
  if (component === undefined) {
    const known = COMPONENTS.map((each) => each.name);
    throw new UserError(`there is no component "${name}"${didYouMean(name, known)}`, {
      exitCode: 2,
      help: `components: ${known.join(", ")}`,
    });
  }
  if (component.metrics !== undefined) {
    throw new UserError(`${name} declares its metrics: there is nothing to record`, { exitCode: 2 });
  }
  // What it exposes for others, under names that they choose, is no part of it.
  return { room: `lib/components/${name}/${FOLDER}`, owns: component.recorded?.owns };
}

/** Of all samples in the folder, and of the one to be written; the oldest first. */
async function versionsIn(folder: string, version: string): Promise<readonly string[]> {
  const files = existsSync(folder) ? await readdir(folder) : [];
  const found = files.filter((file) => /^\d/.test(file)).map((file) => file.replace(/\.ts$/, ""));
  return [...new Set([...found, version])].sort(compareVersions);
}

const sampleFile = (version: string, text: string): string => `\
// Written by scripts/record.mjs; lib/exposition/sample.ts says how to read it.
import { sample } from "../../../exposition/sample.ts";

export default sample(
  "${version}",
  \`
${text}
\`,
);
`;

const indexFile = (versions: readonly string[]): string =>
  versions
    .map((version) => `export { default as v${version.replaceAll(".", "_")} } from "./${version}.ts";\n`)
    .join("");
