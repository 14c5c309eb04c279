import { lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink } from "node:fs/promises";
import { join } from "node:path";
import { type ComponentPlan, listingOf, publicationOf } from "../../deploy/plan.ts";
import { listFiles, type TreeFile, writeTree } from "../../writer.ts";

/** Points a link elsewhere at once: readers see the old target or the new one, never none. */
async function swapLink(link: string, target: string): Promise<void> {
  const scratch = `${link}.${process.pid}`;
  await rm(scratch, { force: true });
  await symlink(target, scratch);
  await rename(scratch, link);
}

const readLink = (link: string): Promise<string | undefined> => readlink(link).catch(() => undefined);

/** Lays the files into a folder of their own, and makes `current` point to it. */
export async function publishTree(folder: string, component: ComponentPlan, files: readonly TreeFile[]): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o755 });
  const name = publicationOf(component);
  const live = await readLink(join(folder, "current"));
  // A folder is named only once it is whole: a deploy that was killed leaves one with another name.
  if (live !== name) {
    const scratch = join(folder, `${name}.${process.pid}.new`);
    await writeTree(scratch, files);
    await rm(join(folder, name), { recursive: true, force: true });
    await rename(scratch, join(folder, name));
    if (live !== undefined) await swapLink(join(folder, "previous"), live);
  }
  await swapLink(join(folder, "current"), name);
  // Of a repeated publish the files before are not those that were live: the way back must lead somewhere all the same.
  const previous = await readLink(join(folder, "previous"));
  await removeOld(folder, new Set(["current", "previous", name, previous]));
}

async function removeOld(folder: string, keep: ReadonlySet<string | undefined>): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!keep.has(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** The name of the live publication; undefined when nothing is published. */
export const livePublication = (folder: string): Promise<string | undefined> => readLink(join(folder, "current"));

/** Makes the files before the last publish live again. False when there are none. */
export async function restorePreviousTree(folder: string): Promise<boolean> {
  const previous = await readLink(join(folder, "previous"));
  if (previous === undefined) return false;
  await swapLink(join(folder, "current"), previous);
  return true;
}

/** Seconds since the epoch. */
export const swappedAt = (folder: string): Promise<number> =>
  lstat(join(folder, "current")).then(
    ({ mtimeMs }) => mtimeMs / 1000,
    () => 0,
  );

/** The live files as `listingOf` lists them; undefined when nothing is published. */
export async function liveListing(folder: string): Promise<string | undefined> {
  const live = await readLink(join(folder, "current"));
  if (live === undefined) return undefined;
  const root = join(folder, live);
  const read = async (path: string) => {
    const file = join(root, path);
    // A secret that others can read is not as it was published: the next deploy mends it.
    const isOpen = path.startsWith("secrets/") && ((await lstat(file)).mode & 0o007) !== 0;
    return { path: isOpen ? `${path}, open to others` : path, text: await readFile(file) };
  };
  return listingOf(await Promise.all((await listFiles(root)).map(read)));
}
