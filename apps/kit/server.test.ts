import { once } from "node:events";
import { type AddressInfo, connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { AppManifest } from "../manifest.ts";
import { createRegistry } from "./registry.ts";
import { createServer } from "./server.ts";
import { Settings } from "./settings.ts";

const manifest: AppManifest = {
  name: "tried",
  summary: "Has nothing but what every app has",
  port: 1,
  healthPath: "/health",
  metricsPath: "/metrics",
  metrics: [],
  queries: [],
  variables: {},
  resources: { memoryMiB: 64 },
  stopGraceSeconds: 5,
};

async function listening() {
  const server = createServer({ manifest, registry: createRegistry([]), settings: new Settings({}, {}) });
  server.get("/slow", () => sleep(300, { status: "done" }));
  await server.listen({ host: "127.0.0.1", port: 0 });
  const { port } = server.server.address() as AddressInfo;
  return {
    /** A connection that has sent this much, once the server knows of its `event`. */
    async open(sent: string, event: "connection" | "request"): Promise<Socket> {
      const known = once(server.server, event);
      const socket = connect(port, "127.0.0.1");
      socket.write(sent);
      await known;
      return socket;
    },
    /** Whether the server has closed within two seconds. */
    close: () => Promise.race([server.close().then(() => true), sleep(2000, false)]),
  };
}

test.each([
  ["nothing", ""],
  ["half a request", "GET /health HTTP/1.1\r\nHos"],
])("a connection that has sent %s does not hold up the end", async (_name, sent) => {
  const { open, close } = await listening();
  const socket = await open(sent, "connection");
  const gone = new Promise((resolve) => socket.on("error", resolve).on("close", resolve).resume());
  expect(await close()).toBe(true);
  await gone;
});

test("a request in flight is answered before the end", async () => {
  const { open, close } = await listening();
  const socket = await open("GET /slow HTTP/1.1\r\nHost: here\r\n\r\n", "request");
  const answer = text(socket);
  expect(await close()).toBe(true);
  expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n.*\{"status":"done"\}$/s);
});
