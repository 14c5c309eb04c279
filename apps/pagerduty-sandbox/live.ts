import type { ServerResponse } from "node:http";
import type { FastifyInstance } from "fastify";
import type { Sandbox } from "./sandbox.ts";

const MAX_WATCHERS = 100;
/** Below the minute after which proxies cut a silent connection. */
const KEEP_ALIVE_MS = 20_000;

/** `GET /api/stream`: server-sent events without content; each says that something has changed since the page was made. */
export function addLiveUpdates(server: FastifyInstance, sandbox: Sandbox): void {
  const watchers = new Set<ServerResponse>();
  const tellAll = (text: string) => {
    for (const watcher of watchers) watcher.write(text);
  };
  const tellOfChange = () => tellAll("event: change\ndata:\n\n");
  const keepAlive = setInterval(() => tellAll(":\n\n"), KEEP_ALIVE_MS).unref();
  sandbox.on("change", tellOfChange);
  server.addHook("preClose", async () => {
    clearInterval(keepAlive);
    sandbox.off("change", tellOfChange);
    for (const watcher of watchers) watcher.end();
  });
  server.get("/api/stream", { exposeHeadRoute: false }, (_request, reply) => {
    if (watchers.size >= MAX_WATCHERS)
      return reply.code(503).send({ error: `there are ${MAX_WATCHERS} watchers already` });
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    raw.write("retry: 2000\n\n");
    watchers.add(raw);
    raw.on("close", () => watchers.delete(raw));
  });
}
