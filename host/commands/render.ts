import { readFile, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isError } from "../../lib/finding.ts";
import { render } from "../../lib/render/index.ts";
import { misuse, readArguments } from "../arguments.ts";
import { CHECKOUT } from "../checkout.ts";
import { destinationOf, siteOf } from "../deploy/site.ts";
import { Refused } from "../errors.ts";
import { readEnvironment } from "../read-environment.ts";
import { writeFiles } from "../writer.ts";

const USAGE = {
  command: "npx zx scripts/render.mjs ENV",
  about: "Writes the files that a deploy of the environment would publish, and prints their paths.",
  flags: {
    out: {
      value: "DIR",
      required: true,
      about: "the folder that they are written to; what an earlier render left is removed",
    },
  },
} as const;

/** Names what an earlier render wrote, so that the next one removes what is no longer rendered, and nothing of anybody else's. */
const LIST = ".rendered";

/** `render ENV --out DIR`: writes every file that a deploy would publish, whether or not its program can be had here. */
export async function main(args: readonly string[]): Promise<number> {
  const { name, out } = read(args);
  const { environment, findings } = await readEnvironment(CHECKOUT, name);
  if (environment === undefined) throw new Refused(findings.filter(isError));
  const { files } = render(environment, siteOf(environment, await destinationOf(environment)));
  const paths = files.map(({ path }) => path);
  for (const path of await writtenBefore(out)) if (!paths.includes(path)) await rm(join(out, path), { force: true });
  await writeFiles(out, [...files, { path: LIST, text: `${paths.join("\n")}\n` }]);
  for (const path of paths) console.log(path);
  return 0;
}

function read(args: readonly string[]): { readonly name: string; readonly out: string } {
  const { values, positionals } = readArguments(args, USAGE);
  const [name, ...more] = positionals;
  if (name === undefined || more.length > 0) throw misuse(USAGE, "say one environment");
  return { name, out: resolve(values.out) };
}

const writtenBefore = (out: string): Promise<readonly string[]> =>
  readFile(join(out, LIST), "utf8").then(
    (text) => text.split("\n").filter((path) => path !== ""),
    () => [],
  );
