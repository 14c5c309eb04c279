import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { NAME } from "../../lib/environment/schema.ts";
import { didYouMean } from "../../lib/schema/index.ts";
import { misuse, readArguments } from "../arguments.ts";
import { CHECKOUT } from "../checkout.ts";
import { UserError } from "../errors.ts";
import { newApp } from "../new/app.ts";
import { newComponent } from "../new/component.ts";
import { newEnvironment } from "../new/environment.ts";
import { withLine } from "../new/listed.ts";
import type { Start } from "../new/start.ts";
import { output } from "../run.ts";
import { writeFiles } from "../writer.ts";

const STARTS: Readonly<Record<string, (name: string) => Start>> = {
  component: newComponent,
  app: newApp,
  environment: newEnvironment,
};
const USAGE = {
  command: `npx zx scripts/new.mjs ${Object.keys(STARTS).join("|")} NAME`,
  about: "Writes the folder of a new one, with its test, and says what to do next.",
  flags: {},
};

/** `new KIND NAME`: writes the folder of a new one, with its test. Misuse, and what is there already, throws with 2. */
export async function main(args: readonly string[]): Promise<number> {
  const start = read(args);
  if (existsSync(join(CHECKOUT, start.folder))) {
    throw new UserError(`${start.folder} is there already`, {
      help: "choose another name, or go on with what is there",
      exitCode: 2,
    });
  }
  await write(start);
  process.stdout.write([...whatWasDone(start), "next:", ...start.next.map((line) => `  ${line}`), ""].join("\n"));
  return 0;
}

function read(args: readonly string[]): Start {
  const { positionals } = readArguments(args, USAGE);
  const [kind = "", name = "", ...more] = positionals;
  if (positionals.length < 2 || more.length > 0) throw misuse(USAGE, "say what to begin, and its name");
  const start = Object.hasOwn(STARTS, kind) ? STARTS[kind] : undefined;
  if (start === undefined) {
    throw misuse(USAGE, `"${kind}" is nothing that can be begun${didYouMean(kind, Object.keys(STARTS))}`);
  }
  if (!new RegExp(NAME.pattern).test(name)) {
    throw new UserError(`"${name}" cannot be a name`, { help: NAME.patternErrorMessage, exitCode: 2 });
  }
  return start(name);
}

async function write({ folder, files, listed, changesSchemas }: Start): Promise<void> {
  const inFolder = files.map(({ path, text }) => ({ path: `${folder}/${path}`, text }));
  await writeFiles(CHECKOUT, [...inFolder, ...(listed === undefined ? [] : [await withListed(listed)])]);
  // In a process of its own: this one was made before there was what the schemas now speak of.
  if (changesSchemas) await output([process.execPath, join(CHECKOUT, "scripts/schemas.mjs")]);
}

async function withListed({ file, line }: { readonly file: string; readonly line: string }) {
  return { path: file, text: withLine(await readFile(join(CHECKOUT, file), "utf8"), line) };
}

const whatWasDone = ({ folder, files, listed, changesSchemas }: Start): readonly string[] => [
  ...files.map(({ path }) => `${folder}/${path}`),
  ...(listed === undefined ? [] : [`${listed.file}: one line`]),
  ...(changesSchemas ? ["schemas/ and docs/environment.md: written anew"] : []),
];
