import { listingOf } from "../../deploy/plan.ts";
import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { deployAgain } from "../help.ts";
import { listOf } from "../list.ts";
import { renderedFiles } from "../rendered.ts";
import { NotRunning } from "../see-file.ts";

/** The files that a restart would load are the rendered ones. Secrets have a check of their own. */
export const files: Check = {
  name: "files",
  async run(context) {
    const owners = [...context.components.values()].filter(({ name }) => renderedFiles(context, name).length > 0);
    const observed = await context.target.observe(owners.map(({ name }) => name));
    return forEach(owners, async ({ name }) => {
      const lies = observed.get(name);
      if (lies?.listing === undefined && lies?.running !== true) throw new NotRunning(name);
      return seeFiles(context, name, listingOf(renderedFiles(context, name)), lies.listing);
    });
  },
};

function seeFiles(context: Context, subject: string, rendered: string, lies: string | undefined): Seen {
  const help = deployAgain(context);
  if (lies === undefined) return { subject, status: "fail", evidence: "its published files cannot be read", help };
  const found = fileDifferences(rendered, lies);
  if (found.length > 0) return { subject, status: "fail", evidence: listOf(found), help };
  return { subject, status: "pass", evidence: `${hashesOf(rendered).size} files, all as rendered` };
}

/** What two listings (of `listingOf`) do not share: `rules/a.yml differs`. */
export function fileDifferences(rendered: string, lies: string): readonly string[] {
  const [wanted, there] = [hashesOf(rendered), hashesOf(lies)];
  return [...new Set([...wanted.keys(), ...there.keys()])].flatMap((path) => {
    if (wanted.get(path) === there.get(path)) return [];
    if (!there.has(path)) return [`${path} is missing`];
    return wanted.has(path) ? [`${path} was changed by hand, or is not deployed yet`] : [`${path} was not rendered`];
  });
}

const SECRETS = "secrets/";

function hashesOf(listing: string): ReadonlyMap<string, string> {
  const lines = listing.split("\n").filter((line) => line !== "");
  const pairs = lines.map((line) => [line.slice(66).replace(/^\.\//, ""), line.slice(0, 64)] as const);
  return new Map(pairs.filter(([path]) => !path.startsWith(SECRETS)));
}
