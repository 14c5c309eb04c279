import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { relative } from "node:path";
import type { Readable } from "node:stream";
import type { Software } from "../../lib/components/software.ts";
import { NEEDS_MIB, requireSpace } from "../disk.ts";
import type { Engine } from "../engine/engine.ts";
import { LABEL } from "../engine/labels.ts";
import { type TarEntry, tar } from "../engine/tar.ts";
import { UserError } from "../errors.ts";
import { PLATFORM } from "../platform.ts";
import { type ResolvedProgram, resolvePrograms } from "../programs/index.ts";
import { softwareOf } from "../programs/known.ts";
import { commonContents, executables, tree, UID, unpacked } from "./contents.ts";
import { record, recorded } from "./record.ts";

/** Counts up when what goes into made images changes, so that they are made anew. */
const RECIPE = 4;

interface Recipe {
  readonly program: string;
  readonly version: string;
  /** Whatever changes when the contents may have. */
  readonly inputs: readonly string[];
  readonly entrypoint: readonly string[];
  readonly contents: () => Promise<readonly TarEntry[]>;
}

/**
 * The image of a server, made from its resolved program's files and put on the engine unless it is there.
 * Returns its name, which tells its content.
 */
export async function makeServerImage(engine: Engine, program: string, say: (line: string) => void): Promise<string> {
  const software = softwareOf(program);
  const programs = await resolvePrograms(
    software.executables.map(({ name }) => name),
    say,
  );
  const [first] = programs;
  return make(
    engine,
    {
      program,
      version: first?.version || "0",
      inputs: programs.map(({ path }) => fileState(path)),
      entrypoint: [`/bin/${program}`],
      contents: () => serverContents(software, programs),
    },
    say,
  );
}

/** The base of our apps: this machine's Node, with the libraries that it loads. */
export function makeNodeImage(engine: Engine, say: (line: string) => void): Promise<string> {
  return make(
    engine,
    {
      program: "node",
      version: process.versions.node,
      inputs: [fileState(process.execPath)],
      entrypoint: ["node"],
      contents: () => executables({ "usr/local/bin/node": process.execPath }),
    },
    say,
  );
}

const fileState = (path: string): string => `${path} ${statSync(path).mtimeMs}`;

async function serverContents(software: Software, programs: readonly ResolvedProgram[]): Promise<readonly TarEntry[]> {
  const { debian, executables: rows } = software;
  const [first] = programs;
  const root = first?.path.slice(0, -`/${rows[0]?.debian}`.length) ?? "";
  if (first?.origin === "debian" && debian?.overlay !== undefined) return unpacked(root, debian.data ?? []);
  const data =
    first?.origin === "debian" ? (debian?.data ?? []).map((folder) => tree(`${root}/${folder}`, folder)) : [];
  return [
    ...(await executables(Object.fromEntries(programs.map(({ name, path }) => [`bin/${name}`, path])))),
    ...(await Promise.all(data)).flat(),
    ...(first?.origin === "path" ? await installedAssets(software) : []),
  ];
}

async function installedAssets({ assets }: Software): Promise<readonly TarEntry[]> {
  return assets !== undefined && existsSync(assets) ? tree(assets, relative("/", assets)) : [];
}

async function make(engine: Engine, recipe: Recipe, say: (line: string) => void): Promise<string> {
  const inputs = JSON.stringify([RECIPE, ...recipe.inputs]);
  const known = recorded(engine.id, recipe.program);
  if (known?.inputs === inputs && (await engine.hasImage(known.image))) return known.image;
  refuseOtherPlatform(engine, recipe.program);
  // A remote engine's disk cannot be seen from here.
  if (engine.host.startsWith("unix:"))
    await requireSpace(engine.folder, NEEDS_MIB.image, `an image of ${recipe.program}`);
  const entries = onePerPath([...(await commonContents()), ...(await recipe.contents())]);
  const image = `watchkeeper/${recipe.program}:${recipe.version}-${await hash(tar(entries))}`;
  if (!(await engine.hasImage(image))) await importImage(engine, image, recipe, tar(entries));
  await record(engine.id, recipe.program, { image, inputs });
  say(`${image}: made from the files of ${recipe.program} ${recipe.version} on this machine`);
  return image;
}

/** Several programs load the same libraries, and the engine refuses an archive that has a path twice. */
const onePerPath = (entries: readonly TarEntry[]): readonly TarEntry[] => [
  ...new Map(entries.map((entry) => [entry.path, entry])).values(),
];

async function hash(stream: Readable): Promise<string> {
  const digest = createHash("sha256");
  for await (const chunk of stream) digest.update(chunk);
  return digest.digest("hex").slice(0, 12);
}

async function importImage(engine: Engine, image: string, recipe: Recipe, archive: Readable): Promise<void> {
  const changes = [
    `ENTRYPOINT ${JSON.stringify(recipe.entrypoint)}`,
    `USER ${UID}:${UID}`,
    "ENV PATH=/usr/local/bin:/usr/bin:/bin",
    `LABEL ${LABEL.image}=${recipe.program}`,
  ];
  await engine.output(["import", ...changes.flatMap((change) => ["--change", change]), "-", image], {
    input: archive,
    timeoutSeconds: 600,
  });
}

/** The files of this machine are only of use to an engine of its kind. */
function refuseOtherPlatform(engine: Engine, program: string): void {
  const here = `${PLATFORM.os}/${PLATFORM.architecture}`;
  const there = `${engine.platform.os}/${engine.platform.architecture}`;
  if (here === there) return;
  throw new UserError(`an image of ${program} for the engine's ${there} cannot be made on ${here}`, {
    help: "let the engine reach an image registry, or deploy from a machine of the engine's kind",
  });
}
