import { cp, mkdir, mkdtemp, readdir, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { CHECKOUT, cachePath } from "../../../host/checkout.ts";
import { output } from "../../../host/run.ts";
import { bundle } from "../../../scripts/bundle.mjs";

/** What a deploy does not need; `configs` the test writes itself. */
const LEFT_OUT = /^(test|docs|configs)\//;

/** Of the cache what is made once for a machine. Verdicts are not: a copy must judge by itself. */
const SHARED = /^(apps|images\.json|programs|programs\.json|terraform-plugins)$/;

/**
 * A copy of this checkout's files as they are now, in a folder of its own: its own state and plans. node_modules and
 * what `npm run up` prepares are shared, so that nothing is made twice. `leftOut`: paths that are
 * not copied; `shared`: names in the cache that are shared. The caller removes the folder.
 */
export async function copyCheckout({ leftOut = LEFT_OUT, shared = SHARED } = {}): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), "watchkeeper-deploy-"));
  const listed = await output(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: CHECKOUT,
  });
  const paths = listed.split("\0").filter((path) => path !== "" && !leftOut.test(path));
  await Promise.all([...new Set(paths.map((path) => dirname(path)))].map((path) => makeFolder(join(root, path))));
  await Promise.all(paths.map((path) => copy(path, root)));
  await symlink(join(CHECKOUT, "node_modules"), join(root, "node_modules"));
  await mkdir(join(root, ".cache"));
  const ready = (await readdir(cachePath())).filter((name) => shared.test(name));
  await Promise.all(ready.map((name) => symlink(cachePath(name), join(root, ".cache", name))));
  // A copy and no link: a bundle finds its checkout by where it lies.
  const made = await bundle();
  await cp(made, join(root, "dist", basename(made)), { recursive: true });
  return root;
}

const makeFolder = (path: string): Promise<unknown> => mkdir(path, { recursive: true });

/** With its time, by which bundles are known to be up to date. A file that git knows and that is deleted is not there. */
const copy = (path: string, root: string): Promise<void> =>
  cp(join(CHECKOUT, path), join(root, path), { preserveTimestamps: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
