import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { Exposed } from "../lib/components/component.ts";
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

/** Writes what the targets of an environment's own job answered to /metrics beside its other files. Returns what was written, for a person. */
export async function recordJob(folder: string, job: string, texts: readonly string[]): Promise<string> {
  const metrics = parseExposition(...texts);
  if (metrics.length === 0) throw new UserError(`${job} answered without a single metric`);
  const path = `${folder}/metrics/${job}.txt`;
  await writeFiles(CHECKOUT, [{ path, text: `${COMMENT}\n${formatSample(metrics)}\n` }]);
  return summary(path, metrics);
}

const COMMENT =
  "# Written by scripts/record.mjs: what a metric is called, its type, how many label sets it has, and how many values each label takes.";

const summary = (path: string, metrics: readonly Exposed[]): string =>
  `${path}: ${metrics.length} metrics, ${metrics.reduce((sum, each) => sum + (each.series ?? 0), 0)} sets of labels`;

/**
 * Writes what servers of a component answered to /metrics into its room, as the sample of their version, which `said` is where
 * they do not say it. Returns what was written, for a person.
 */
export async function recordComponent(component: string, texts: readonly string[], said?: string): Promise<string> {
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
  return summary(`${room}/${version}.ts`, metrics);
}

/** Where the samples of a component lie, and whose they are. Throws UserError where there is none, or a program of our own, which declares its metrics. */
export function roomOf(name: string) {
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
