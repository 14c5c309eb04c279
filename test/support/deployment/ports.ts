import { once } from "node:events";
import { createServer, type Server } from "node:net";

/** Below the range that Linux takes the ports of outgoing connections from (ip_local_port_range: 32768 on). */
const HIGHEST_OFFSET = 23_000;

/** A `port_offset` with which all these ports are free on 127.0.0.1. */
export async function freeOffset(ports: readonly number[]): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const offset = 1_000 + 10 * Math.floor(Math.random() * ((HIGHEST_OFFSET - 1_000) / 10));
    const servers = await Promise.all(ports.map((port) => listenOn(port + offset).catch(() => undefined)));
    await Promise.all(servers.map((server) => server && close(server)));
    if (servers.every((server) => server !== undefined)) return offset;
  }
  throw new Error(`no port_offset leaves ${ports.join(", ")} free`);
}

/** Listens on a port of 127.0.0.1. Rejects when it is taken. */
export async function listenOn(port: number): Promise<Server> {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return server;
}

export const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));
