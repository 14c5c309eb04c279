import { dump } from "js-yaml";
import { type LocalSettings, readLocal } from "../lib/environment/local.ts";
import { LOCAL_FILE } from "../lib/environment/sources.ts";
import { Refused, UserError } from "./errors.ts";
import { readEnvironment } from "./read-environment.ts";
import { writeFiles } from "./writer.ts";

const HEADER =
  "# yaml-language-server: $schema=../../schemas/local.schema.json\n# Holds for this checkout only, and git ignores it. `npm run up` writes its decisions here; every command follows them.\n";

/**
 * Sets keys of an environment's local.yml and leaves everything else in it as the user wrote it, also where a target of the same
 * kind runs; `say` is told each line
 * that changed. Throws UserError for an environment that is not there and for a
 * value that cannot be, Refused for a local.yml with mistakes, and then writes nothing.
 */
export async function writeLocalSettings(
  root: string,
  name: string,
  settings: LocalSettings,
  say: (line: string) => void,
): Promise<void> {
  const { sources } = await readEnvironment(root, name);
  const folder = `configs/${name}`;
  const path = `${folder}/${LOCAL_FILE}`;
  const before = sources.get(path) ?? HEADER;
  const { target } = readLocal(sources, folder).settings;
  const lines = Object.entries(settings)
    .filter(([key, value]) => key !== "target" || !isPlaceOf(target, value))
    .map(([key, value]) => [key, lineOf(key, value)] as const);
  const after = lines.reduce((text, [key, line]) => withKey(text, key, line), before);
  if (after === before) return;
  const faultsOf = (text: string) => readLocal(new Map([[path, text]]), folder).findings;
  if (faultsOf(before).length > 0) throw new Refused(faultsOf(before));
  const faults = faultsOf(after).map(({ message }) => message);
  if (faults.length > 0) throw new UserError(faults.join("; "), { exitCode: 2 });
  await writeFiles(root, [{ path, text: after }]);
  for (const [, line] of lines) if (!before.split("\n").includes(line)) say(`${path}: ${line}`);
}

/** Whether a target already says where of that kind: without the place the stack would be taken away there, and made elsewhere. */
const isPlaceOf = (target: unknown, kind: unknown): boolean =>
  typeof target === "object" && target !== null && typeof kind === "string" && Object.hasOwn(target, kind);

const lineOf = (key: string, value: unknown): string =>
  dump({ [key]: value }, { flowLevel: 1, lineWidth: -1 }).trimEnd();

/** The text with the block of a top-level key replaced by one line, or with that line at its end. */
function withKey(text: string, key: string, line: string): string {
  const lines = text.split("\n");
  const first = lines.findIndex((each) => new RegExp(`^(['"]?)${key}\\1\\s*:`).test(each));
  if (first === -1) return `${text.replace(/\n*$/, "\n")}${line}\n`;
  const next = lines.findIndex((each, index) => index > first && /^[^\s]/.test(each));
  const until = next === -1 ? lines.length - 1 : next;
  return [...lines.slice(0, first), line, ...lines.slice(until)].join("\n");
}
