import { readlink, realpath } from "node:fs/promises";
import { type Listening, listeners, socketsOf } from "../../listeners.ts";
import { fileOf, processIds } from "../../processes.ts";
import type { Layout } from "./layout.ts";

/** Where the stack's processes listen. */
export async function listeningIn({ root }: Layout): Promise<readonly Listening[]> {
  const folder = await realpath(root).catch(() => undefined);
  if (folder === undefined) return [];
  const [all, pids] = await Promise.all([listeners(), processIds()]);
  const sockets = await Promise.all(
    pids.map(async (pid) => ((await isOf([root, folder], pid)) ? socketsOf(pid) : NONE)),
  );
  const ours = new Set(sockets.flatMap((inodes) => [...inodes]));
  return all.filter(({ inode }) => ours.has(inode));
}

const NONE: ReadonlySet<string> = new Set();

/** A program works in its service's folder, or in that of its data; a daemon that it leaves behind, as Erlang does, has its variables. */
async function isOf(folders: readonly string[], pid: number): Promise<boolean> {
  const [works, variables] = await Promise.all([readlink(`/proc/${pid}/cwd`).catch(() => ""), fileOf(pid, "environ")]);
  return folders.some((folder) => works.startsWith(`${folder}/`) || variables.includes(`=${folder}/`));
}
