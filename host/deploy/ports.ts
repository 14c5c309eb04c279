import { createConnection, createServer } from "node:net";
import type { Site, Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { boundHost } from "../../lib/environment/ports.ts";
import { MOST_PORT_OFFSET } from "../../lib/environment/schema.ts";
import type { Finding } from "../../lib/finding.ts";
import { holds, type Listening, listeners, socketsOf } from "../listeners.ts";
import { fileOf, processIds } from "../processes.ts";

/**
 * Where programs cannot listen, found before anything is changed: on another machine's address, and on a port that something
 * else holds. `listening`: where the stack itself listens, which is given up before it is needed anew.
 */
export async function unusableAddresses(
  environment: Environment,
  site: Site,
  workloads: readonly Workload[],
  listening: () => Promise<readonly Listening[]>,
): Promise<readonly Finding[]> {
  const foreign = await Promise.all(workloads.map((workload) => foreignAddressOf(environment, workload)));
  const wanted = workloads
    .filter((_, index) => foreign[index] === undefined)
    .flatMap((workload) => addressesOf(site, workload));
  const held = await heldByOthers(wanted, listening);
  const help = held.length === 0 ? "" : await waysOut(environment, wanted);
  const inUse = held.map((address) => portInUse(environment, address, help));
  return [...foreign.filter((finding) => finding !== undefined), ...(await Promise.all(inUse))];
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

interface Wanted extends Listening {
  readonly workload: Workload;
}

/** The addresses of the machine that a workload is to listen on for TCP: a container keeps those that only its program uses to itself. */
const addressesOf = (site: Site, workload: Workload): readonly Wanted[] =>
  workload.ports
    .filter(({ protocol, internal }) => protocol !== "udp" && !(internal === true && site.kind === "docker"))
    .map(({ name }) => {
      const [host = "", digits] = site.address(workload.name, name, "outside").split(":");
      return { workload, host, port: Number(digits) };
    });

/** Whose they are is asked after they are seen to be taken: a program of ours may be starting. */
async function heldByOthers(
  wanted: readonly Wanted[],
  listening: () => Promise<readonly Listening[]>,
): Promise<readonly Wanted[]> {
  const areTaken = await Promise.all(wanted.map(isTaken));
  const taken = wanted.filter((_, index) => areTaken[index]);
  const ours = taken.length === 0 ? [] : await listening();
  return taken.filter((address) => !ours.some((each) => holds(each, address)));
}

const portInUse = async (environment: Environment, wanted: Wanted, help: string): Promise<Finding> => ({
  ...environment.place(`${pointerOf(environment, wanted.workload)}/port`),
  severity: "error",
  check: "deploy/port-in-use",
  message: `${wanted.workload.name} needs port ${wanted.port} of ${wanted.host}, and ${await holderOf(wanted)} holds it`,
  help,
});

/** What can be done about ports that others hold. */
async function waysOut({ name, portOffset }: Environment, wanted: readonly Listening[]): Promise<string> {
  const usual = wanted.map(({ host, port }) => ({ host, port: port - portOffset }));
  const offset = await freeOffset(usual);
  const ways = ["stop that program", "say another `port`"];
  if (offset === undefined) return ways.join(", or ");
  return `${ways.join(", ")}, or move all ports of this copy: \`npm run up -- ${name} --port-offset ${offset}\``;
}

const OFFSET_STEP = 100;
const HIGHEST_PORT = 65_535;

/** The smallest multiple of a hundred by which all of these are moved to where nothing listens; undefined where there is none. */
async function freeOffset(usual: readonly Listening[]): Promise<number | undefined> {
  const highest = Math.min(MOST_PORT_OFFSET, HIGHEST_PORT - Math.max(...usual.map(({ port }) => port)));
  for (let offset = OFFSET_STEP; offset <= highest; offset += OFFSET_STEP) {
    const taken = await Promise.all(usual.map(({ host, port }) => isTaken({ host, port: port + offset })));
    if (!taken.includes(true)) return offset;
  }
  return undefined;
}

const isTaken = ({ host, port }: Listening): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host, port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });

/** Name and pid of the process that listens on an address; another user's process cannot be named. */
async function holderOf(address: Listening): Promise<string> {
  const inodes = (await listeners()).filter((each) => holds(each, address)).map(({ inode }) => inode);
  for (const pid of inodes.length === 0 ? [] : await processIds()) {
    const sockets = await socketsOf(pid);
    if (inodes.some((inode) => sockets.has(inode))) return `${await nameOf(pid)} (process ${pid})`;
  }
  return "another program";
}

const nameOf = async (pid: number): Promise<string> => (await fileOf(pid, "comm")).trim() || "a program";
