import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Above it Linux takes the ports of outgoing connections, and those of servers that ask for any (ip_local_port_range). */
const HIGHEST_PORT = 32_767;
const LOWEST_OFFSET = 1_000;

/** A `port_offset` with which all these ports are free on 127.0.0.1, and given to nobody else of this test run. */
export async function freeOffset(ports: readonly number[]): Promise<number> {
  const choices = Math.floor((HIGHEST_PORT - Math.max(...ports) - LOWEST_OFFSET) / 10);
  for (let tries = 0; tries < 100; tries++) {
    const offset = LOWEST_OFFSET + 10 * Math.floor(Math.random() * choices);
    const wanted = ports.map((port) => port + offset);
    if ((await areFree(wanted)) && (await reserve(wanted))) return offset;
  }
  throw new Error(`no port_offset leaves ${ports.join(", ")} free`);
}

async function areFree(ports: readonly number[]): Promise<boolean> {
  const servers = await Promise.all(ports.map((port) => listenOn(port).catch(() => undefined)));
  await Promise.all(servers.map((server) => server && close(server)));
  return servers.every((server) => server !== undefined);
}

/** What is to listen there starts a minute later: until then a file in the run's own folder holds each port. */
async function reserve(ports: readonly number[]): Promise<boolean> {
  const files = ports.map((port) => writeFile(join(tmpdir(), `port-${port}`), "", { flag: "wx" }));
  return (await Promise.allSettled(files)).every(({ status }) => status === "fulfilled");
}

/** Listens on a port of 127.0.0.1, and says nothing to who connects. Rejects when it is taken. */
export async function listenOn(port: number): Promise<Server> {
  const server = createServer((socket) => socket.destroy()).listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

export const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
