import { statfs } from "node:fs/promises";
import type { Sample } from "../../clients/prometheus.ts";
import { stackRoot } from "../../targets/native/layout.ts";
import { queryAny } from "../any.ts";
import type { Check, Context, Seen } from "../check.ts";
import { namesOf } from "../context.ts";

/** Of a file system, in per cent, as df counts it. */
const MOST_USED = 80;

/** Every file system that can be written to is below 80 % used: Prometheus with a full disk loses metrics and alerts. */
export const disk: Check = {
  name: "disk",
  async run(context) {
    const disks = (await fromExporter(context)) ?? (await fromHere(context));
    return disks.map(seeDisk);
  },
};

/** A file system; sizes in bytes. `available` is what is left for who is not root. */
export interface Disk {
  readonly place: string;
  readonly size: number;
  readonly free: number;
  readonly available: number;
}

export function seeDisk({ place, size, free, available }: Disk): Seen {
  const used = (100 * (size - free)) / (size - free + available);
  const evidence = `${used.toFixed(1)} % used, ${(available / 1024 ** 3).toFixed(1)} GiB free`;
  if (used < MOST_USED) return { subject: place, status: "pass", evidence };
  const help = "make room, or shorten the retention of prometheus in environment.yml";
  return { subject: place, status: "fail", evidence, help };
}

/** What is no disk of the machine's own, or cannot fill up. */
const NO_DISK = "tmpfs|devtmpfs|ramfs|overlay|squashfs|iso9660|nsfs|autofs|fuse.*|nfs.*|cifs|9p|virtiofs";

/** By node exporter where it is deployed: it sees the machine also from a container, and on another one. */
async function fromExporter({ composed, prometheuses }: Context): Promise<readonly Disk[] | undefined> {
  const names = namesOf(composed.environment, "node-exporter");
  if (names.length === 0 || prometheuses.length === 0) return undefined;
  const metrics = "node_filesystem_(size_bytes|free_bytes|avail_bytes|readonly)";
  const disks = disksOf(
    await queryAny(prometheuses, `{__name__=~"${metrics}",instance=~"${names.join("|")}",fstype!~"${NO_DISK}"}`),
  );
  if (disks.length === 0) throw new Error("node exporter shows no file system");
  return disks;
}

/** Writable file systems by node exporter's metrics; a device that is mounted several times is one, at its shortest path. */
export function disksOf(samples: readonly Sample[]): readonly Disk[] {
  const mounts = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { instance, device, mountpoint } = sample.labels;
    const key = JSON.stringify([instance, device, mountpoint]);
    mounts.set(key, [...(mounts.get(key) ?? []), sample]);
  }
  const disks = [...mounts.values()].filter((mount) => valueIn(mount, "readonly") !== 1).map(diskOf);
  const byPathLength = disks.sort((a, b) => b.disk.place.length - a.disk.place.length);
  return [...new Map(byPathLength.map(({ device, disk }) => [device, disk])).values()];
}

function diskOf(mount: readonly Sample[]) {
  const { instance, device, mountpoint } = mount[0]?.labels ?? {};
  const disk: Disk = {
    place: `${instance} ${mountpoint}`,
    size: valueIn(mount, "size_bytes"),
    free: valueIn(mount, "free_bytes"),
    available: valueIn(mount, "avail_bytes"),
  };
  return { device: `${instance} ${device}`, disk };
}

const valueIn = (mount: readonly Sample[], metric: string): number =>
  mount.find(({ labels }) => labels.__name__ === `node_filesystem_${metric}`)?.value ?? 0;

/** The file system that holds the data; it is out of sight where containers run. */
async function fromHere({ composed: { destination } }: Context): Promise<readonly Disk[]> {
  if (destination.kind !== "native") return [];
  const place = stackRoot(destination);
  const { blocks, bfree, bavail, bsize } = await statfs(place);
  return [{ place, size: blocks * bsize, free: bfree * bsize, available: bavail * bsize }];
}
