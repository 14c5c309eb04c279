import { statfs } from "node:fs/promises";
import { stackRoot } from "../../targets/native/layout.ts";
import { queryAny } from "../any.ts";
import type { Check, Context, Seen } from "../check.ts";
import { namesOf } from "../context.ts";

/** Of a file system, in per cent, as df counts it. */
const MOST_USED = 80;

/** Every file system that is written to is below 80 % used: Prometheus with a full disk loses metrics and alerts. */
export const disk: Check = {
  name: "disk",
  async run(context) {
    const disks = (await fromExporter(context)) ?? (await fromHere(context));
    return disks.map(seeDisk);
  },
};

export interface Disk {
  readonly place: string;
  /** 0 to 100. */
  readonly used: number;
  readonly freeBytes: number;
}

export function seeDisk({ place, used, freeBytes }: Disk): Seen {
  const evidence = `${used.toFixed(1)} % used, ${(freeBytes / 1024 ** 3).toFixed(1)} GiB free`;
  if (used < MOST_USED) return { subject: place, status: "pass", evidence };
  return {
    subject: place,
    status: "fail",
    evidence,
    help: "make room, or shorten the retention of prometheus in environment.yml",
  };
}

/** What is no disk of the machine's own, or cannot fill up. */
const NO_DISK = "tmpfs|devtmpfs|ramfs|overlay|squashfs|iso9660|nsfs|autofs|fuse.*|nfs.*|cifs|9p|virtiofs";

/** By node exporter where it is deployed: it sees the machine also from a container, and on another one. */
async function fromExporter({ composed, prometheuses }: Context): Promise<readonly Disk[] | undefined> {
  const names = namesOf(composed.environment, "node-exporter");
  if (names.length === 0 || prometheuses.length === 0) return undefined;
  const of = (metric: string) => `node_filesystem_${metric}{instance=~"${names.join("|")}",fstype!~"${NO_DISK}"}`;
  const used = `(${of("size_bytes")} - ${of("free_bytes")})`;
  const writable = `(${of("readonly")} == 0)`;
  const [percent, free] = await Promise.all([
    queryAny(
      prometheuses,
      `100 * ${used} / (${used} + ${of("avail_bytes")}) and on (instance, device, mountpoint) ${writable}`,
    ),
    queryAny(prometheuses, of("avail_bytes")),
  ]);
  const keyOf = ({ instance, device, mountpoint }: Readonly<Record<string, string>>) =>
    `${instance} ${device} ${mountpoint}`;
  const freeBytes = new Map(free.map(({ labels, value }) => [keyOf(labels), value]));
  // A device that is mounted several times is one disk.
  const byDevice = new Map(
    percent.map(({ labels, value }) => [
      `${labels.instance} ${labels.device}`,
      { place: `${labels.instance} ${labels.mountpoint}`, used: value, freeBytes: freeBytes.get(keyOf(labels)) ?? 0 },
    ]),
  );
  if (byDevice.size === 0) throw new Error("node exporter shows no file system");
  return [...byDevice.values()];
}

/** The file system that holds the data; it is out of sight where containers run. */
async function fromHere({ composed: { destination } }: Context): Promise<readonly Disk[]> {
  if (destination.kind !== "native") return [];
  const place = stackRoot(destination.stack);
  const { blocks, bfree, bavail, bsize } = await statfs(place);
  const used = blocks - bfree;
  return [{ place, used: (100 * used) / (used + bavail), freeBytes: bavail * bsize }];
}
