import { MOUNTS } from "../../../lib/targets/docker.ts";
import { type ComponentPlan, publicationOf, sortedListing } from "../../deploy/plan.ts";
import type { Engine } from "../../engine/engine.ts";
import { LABEL } from "../../engine/labels.ts";
import { tar } from "../../engine/tar.ts";
import type { TreeFile } from "../../writer.ts";
import { configVolume, dataVolume } from "./names.ts";

/** Creates the volumes of a component that are not there yet. */
async function ensureVolumes(engine: Engine, stack: string, { name, workload }: ComponentPlan): Promise<void> {
  const volumes = [configVolume(stack, name), ...(workload.data ? [dataVolume(stack, name)] : [])];
  const labels = { [LABEL.stack]: stack, [LABEL.component]: name };
  await Promise.all(volumes.map((volume) => engine.createVolume(volume, labels)));
}

const mounts = (stack: string, { name, workload }: ComponentPlan): readonly string[] => [
  "--volume",
  `${configVolume(stack, name)}:${MOUNTS.config}`,
  ...(workload.data ? ["--volume", `${dataVolume(stack, name)}:${MOUNTS.data}`] : []),
];

/** The last file of an archive: a client that was killed in between must not make half of it live. */
const WHOLE = ".whole";

/**
 * Unpacks the archive on its standard input into a folder of its own, and swaps `current` to it at once. What the official
 * images and ours both have: a shell, tar, and `mv -T`. The program's own user reads the secrets and writes its data.
 */
const PUBLISH = `set -eu
cd ${MOUNTS.config}
rm -rf *.new
live=$(readlink current || true)
if [ "$live" != "$1" ]; then
  rm -rf "$1"
  mkdir "$1.new"
  tar -x -C "$1.new"
  rm "$1.new/${WHOLE}"
  if [ -d "$1.new/secrets" ]; then chown -R "$2" "$1.new/secrets"; fi
  mv "$1.new" "$1"
  if [ -n "$live" ]; then ln -s "$live" previous.new; mv -T previous.new previous; fi
fi
ln -s "$1" current.new
mv -T current.new current
# Of a repeated publish the files before are not those that were live.
previous=$(readlink previous || true)
for old in *; do
  case "$old" in current|previous|"$1"|"$previous") ;; *) rm -rf "$old" ;; esac
done
if [ -d ${MOUNTS.data} ]; then chown "$2" ${MOUNTS.data}; fi`;

/** Puts the files into the component's volume by way of a container of its own image that has no network and no name. */
export async function publishToVolume(
  engine: Engine,
  stack: string,
  component: ComponentPlan,
  files: readonly TreeFile[],
): Promise<void> {
  const image = component.launch.image ?? "";
  const [user] = await Promise.all([
    component.launch.user ?? userOf(engine, image),
    ensureVolumes(engine, stack, component),
  ]);
  const entries = files.map(({ path, text, mode }) => ({
    path,
    text: text.toString(),
    ...(mode === undefined ? {} : { mode }),
  }));
  await engine.pipe(
    tar([...entries, { path: WHOLE, text: "" }]),
    ["--label", `${LABEL.scratch}=${stack}`, "--user", "0", "--entrypoint", "sh", ...mounts(stack, component)],
    image,
    ["-c", PUBLISH, "sh", publicationOf(component), user],
  );
}

/** Whom the image runs its program as; a container without one runs it as root. */
async function userOf(engine: Engine, image: string): Promise<string> {
  const inspected = await engine.inspect("image", image);
  const { User: user } = (inspected?.Config ?? {}) as { readonly User?: string };
  return user === undefined || user === "" ? "0" : user;
}

const RESTORE = `set -eu
cd ${MOUNTS.config}
rm -f current.new
ln -s "$(readlink previous)" current.new
mv -T current.new current`;

/** Makes the files before the last publish live again. False when there are none. */
export async function restorePrevious(engine: Engine, stack: string, component: ComponentPlan): Promise<boolean> {
  const flags = ["--user", "0", "--entrypoint", "sh", ...mounts(stack, component)];
  const outcome = await engine.docker([
    "run",
    "--rm",
    "--network",
    "none",
    ...flags,
    component.launch.image ?? "",
    "-c",
    RESTORE,
  ]);
  return outcome.code === 0;
}

/** A file that the program's user cannot read is missing in it: it is not what was published. */
const LIST = `cd ${MOUNTS.config}/current 2>/dev/null || exit 0
readlink ${MOUNTS.config}/current
find . -type f -exec sha256sum {} + || true`;

export interface Live {
  /** Name of the publication; undefined when there is none. */
  readonly publication: string | undefined;
  readonly listing: string | undefined;
}

/** What is live, asked inside the running container. */
export async function liveIn(engine: Engine, container: string): Promise<Live> {
  const { code, stdout } = await engine.exec(container, ["sh", "-c", LIST]);
  const [publication, ...lines] = stdout.trim().split("\n");
  if (code !== 0 || publication === undefined || publication === "")
    return { publication: undefined, listing: undefined };
  return { publication, listing: sortedListing(lines) };
}
