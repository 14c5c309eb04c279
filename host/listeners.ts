import { readdir, readFile, readlink } from "node:fs/promises";

/** An address that something listens on for TCP connections. */
export interface Listening {
  /** `0.0.0.0` is every address of the machine. */
  readonly host: string;
  readonly port: number;
}

/** One of this machine, by Linux's /proc (proc(5)). */
interface Listener extends Listening {
  /** Of its socket. */
  readonly inode: string;
}

const EVERYWHERE = "0.0.0.0";

/** Whether what listens there keeps others from listening on the address. */
export const holds = (listening: Listening, { host, port }: Listening): boolean =>
  listening.port === port && [host, EVERYWHERE].includes(listening.host);

const TABLES = ["/proc/net/tcp", "/proc/net/tcp6"];
const LISTEN = "0A";

/** All that listens on this machine; nothing where there is no /proc. */
export async function listeners(): Promise<readonly Listener[]> {
  const tables = await Promise.all(TABLES.map((table) => readFile(table, "utf8").catch(() => "")));
  return tables
    .flatMap((table) => table.split("\n"))
    .flatMap((line) => {
      const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
      const [address = "", port = ""] = local.split(":");
      return state === LISTEN ? [{ host: hostIn(address), port: Number.parseInt(port, 16), inode }] : [];
    });
}

/** `::`, which takes IPv4 connections too, and an IPv4 address that is mapped into IPv6, are told as those of IPv4. */
function hostIn(address: string): string {
  const isMapped = address.length === 8 || address.startsWith(MAPPED);
  if (!isMapped) return /^0+$/.test(address) ? EVERYWHERE : address;
  // The bytes of an address stand in the machine's own order.
  return [6, 4, 2, 0].map((at) => Number.parseInt(address.slice(-8).slice(at, at + 2), 16)).join(".");
}

const MAPPED = "0000000000000000FFFF0000";

/** Inodes of the sockets that a process has open; those of another user's process are not told. */
export async function socketsOf(pid: number): Promise<ReadonlySet<string>> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  const files = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => "")));
  return new Set(files.flatMap((file) => /^socket:\[(\d+)\]$/.exec(file)?.[1] ?? []));
}
