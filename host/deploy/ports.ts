import { readdir, readFile, readlink } from "node:fs/promises";
import { createConnection, createServer } from "node:net";
import type { Site, Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { boundHost } from "../../lib/environment/ports.ts";
import type { Finding } from "../../lib/finding.ts";
import type { Observation } from "../targets/target.ts";

/**
 * Where programs cannot listen, found before anything is created: on another machine's address, and on a port that something
 * else holds. A component of ours that runs holds its own.
 */
export async function unusableAddresses(
  environment: Environment,
  site: Site,
  workloads: readonly Workload[],
  observed: ReadonlyMap<string, Observation>,
): Promise<readonly Finding[]> {
  const findings = workloads.map(async (workload) => {
    const foreign = await foreignAddressOf(environment, workload);
    if (foreign !== undefined) return [foreign];
    return observed.get(workload.name)?.running === true ? [] : takenPortsOf(environment, site, workload);
  });
  return (await Promise.all(findings)).flat();
}

const pointerOf = (environment: Environment, { name }: Workload): string =>
  environment.components.find((declared) => declared.name === name)?.pointer ?? "";

async function foreignAddressOf(environment: Environment, workload: Workload): Promise<Finding | undefined> {
  const host = boundHost(environment, workload.name);
  if (await isOwn(host)) return undefined;
  return {
    ...environment.place(`${pointerOf(environment, workload)}/expose`),
    severity: "error",
    check: "deploy/address",
    message: `${workload.name} is to listen on ${host}, which is no address of this machine`,
    help: "say one that `ip -brief address` shows, or 0.0.0.0 for all of them",
  };
}

const isOwn = (host: string): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen({ host, port: 0 }, () => server.close(() => resolve(true)));
  });

async function takenPortsOf(environment: Environment, site: Site, workload: Workload): Promise<readonly Finding[]> {
  const findings = workload.ports
    .filter(({ protocol }) => protocol !== "udp")
    .map(async (port): Promise<readonly Finding[]> => {
      const address = site.address(workload.name, port.name, "outside");
      const [host = "", digits] = address.split(":");
      const number = Number(digits);
      if (!(await isTaken(host, number))) return [];
      return [
        {
          ...environment.place(`${pointerOf(environment, workload)}/port`),
          severity: "error",
          check: "deploy/port-in-use",
          message: `${workload.name} needs port ${number} of ${host}, and ${await holderOf(number)} holds it`,
          help: "stop that program, say another `port`, or move all ports of this copy: `npm run up -- --port-offset 1000`",
        },
      ];
    });
  return (await Promise.all(findings)).flat();
}

const isTaken = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** Name and pid of the process that listens on a TCP port, by Linux's /proc (proc(5)); another user's process cannot be named. */
async function holderOf(port: number): Promise<string> {
  const inode = await listeningInode(port);
  if (inode !== undefined) {
    for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
      const sockets = await openFiles(pid);
      if (sockets.includes(`socket:[${inode}]`)) return `${await nameOf(pid)} (process ${pid})`;
    }
  }
  return "another program";
}

const LISTEN = "0A";

async function listeningInode(port: number): Promise<string | undefined> {
  const hexadecimal = port.toString(16).toUpperCase().padStart(4, "0");
  for (const table of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const text = await readFile(table, "utf8").catch(() => "");
    for (const line of text.split("\n")) {
      const [, local, , state, , , , , , inode] = line.trim().split(/\s+/);
      if (state === LISTEN && local?.endsWith(`:${hexadecimal}`)) return inode;
    }
  }
  return undefined;
}

async function openFiles(pid: string): Promise<readonly string[]> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => []);
  return Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => "")));
}

const nameOf = (pid: string): Promise<string> =>
  readFile(`/proc/${pid}/comm`, "utf8").then(
    (text) => text.trim(),
    () => "a program",
  );
