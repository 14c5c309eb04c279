import type { Socket } from "node:net";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import type { AppManifest, AppMetric, Variables } from "../manifest.ts";
import { Refusal } from "./refusal.ts";
import type { AppRegistry } from "./registry.ts";
import { type Settings, SettingsError } from "./settings.ts";

const MAX_BODY_BYTES = 64 * 1024;
const REQUEST_TIMEOUT_MS = 10_000;

/** What stands between an app and its work: names of dependencies that do not answer, each with its reason. Empty: ready. */
export type Missing = Readonly<Record<string, string>>;

export interface ServerOptions {
  readonly manifest: AppManifest;
  readonly registry: AppRegistry<readonly AppMetric[]>;
  readonly settings: Settings<Variables>;
  readonly missing?: () => Missing | Promise<Missing>;
}

/** Methods by route pattern, to tell a wrong verb (405) from a wrong address (404). */
class RouteTable {
  readonly #methods = new Map<string, Set<string>>();

  add(pattern: string, methods: readonly string[]): void {
    const known = this.#methods.get(pattern) ?? new Set();
    for (const method of methods) known.add(method);
    this.#methods.set(pattern, known);
  }

  methodsOf(path: string): readonly string[] {
    const segments = path.split("/");
    const fits = (pattern: string) => {
      const parts = pattern.split("/");
      return parts.length === segments.length && parts.every((part, i) => part.startsWith(":") || part === segments[i]);
    };
    return [...this.#methods].flatMap(([pattern, methods]) => (fits(pattern) ? [...methods] : []));
  }

  get patterns(): readonly string[] {
    return [...this.#methods.keys()];
  }
}

/** Who opens the app's address in a browser is told what there is to see, where the app itself says nothing. */
function answerUnknown(routes: RouteTable, app: string) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    const [path = ""] = request.url.split("?");
    if (path === "/" && request.method === "GET") return reply.send({ app, addresses: routes.patterns });
    const methods = routes.methodsOf(path);
    if (methods.length === 0)
      return reply.code(404).send({ error: `no such address; there are ${routes.patterns.join(" ")}` });
    return reply
      .code(405)
      .header("Allow", methods.join(", "))
      .send({ error: `${request.method} is not possible here; ${methods.join(", ")} is` });
  };
}

/** Says what the client did wrong; of our own faults it says only that there was one, and the log says the rest. */
function answerError(error: Error & { statusCode?: number }, request: FastifyRequest, reply: FastifyReply) {
  if (error instanceof Refusal)
    return reply.code(error.statusCode).headers(error.headers).send({ error: error.message });
  if (error instanceof SettingsError) return reply.code(400).send({ error: error.message, problems: error.problems });
  const code = error.statusCode ?? 500;
  if (code === 415)
    return reply.code(415).send({ error: "send the body as JSON, with Content-Type: application/json" });
  if (code < 500) return reply.code(code).send({ error: error.message });
  console.error(`${request.method} ${request.routeOptions.url ?? "unknown"} failed:`, error);
  return reply.code(code).send({ error: "internal error" });
}

function addOperations(server: FastifyInstance, { manifest, registry, settings, missing }: ServerOptions): void {
  server.get(manifest.metricsPath, async (_request, reply) => {
    // Fastify's reply.type() would add a second charset.
    reply.header("Content-Type", registry.contentType);
    return registry.exposition();
  });
  server.get(manifest.healthPath, () => ({ status: "healthy" }));
  if (manifest.readyPath !== undefined) {
    server.get(manifest.readyPath, async (_request, reply) => {
      const absent = (await missing?.()) ?? {};
      const ready = Object.keys(absent).length === 0;
      return reply.code(ready ? 200 : 503).send({ status: ready ? "ready" : "not ready", missing: absent });
    });
  }
  if (settings.changeable.length === 0) return;
  server.get("/settings", () => settings.current());
  server.put("/settings", { schema: { body: { type: "object" } } }, (request) => {
    settings.change(request.body as Readonly<Record<string, unknown>>);
    console.log(`Settings are now ${JSON.stringify(settings.current())}`);
    return settings.current();
  });
}

/** A connection that is busy when the server closes would be kept alive after its answer, and hold up the end. */
function letGoWhenClosing(server: FastifyInstance): void {
  let closing = false;
  server.addHook("preClose", async () => {
    closing = true;
  });
  server.addHook("onSend", async (_request, reply) => {
    if (closing) reply.header("Connection", "close");
  });
}

/** Node counts a connection that has asked nothing yet as busy, and would wait for its first request for ever. */
function dropSilentWhenClosing(server: FastifyInstance): void {
  const silent = new Set<Socket>();
  let closing = false;
  server.server.on("connection", (socket) => {
    if (closing) socket.destroy();
    silent.add(socket);
    socket.once("close", () => silent.delete(socket));
  });
  server.server.on("request", ({ socket }) => silent.delete(socket));
  server.addHook("preClose", async () => {
    closing = true;
    for (const socket of silent) socket.destroy();
  });
}

/**
 * A server with what every app answers: metrics, health, readiness where the app depends on something, and settings where
 * some can be changed (`GET /settings`, `PUT /settings` with a JSON object of names and values).
 * Bodies, requests in flight and addresses are bounded; every refusal is a JSON object whose `error` is the reason.
 */
export function createServer(options: ServerOptions): FastifyInstance {
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    forceCloseConnections: "idle",
    // What is refused before any route is asked, such as an address that cannot be decoded.
    frameworkErrors: answerError,
    // Strict: a parameter that is not declared, or not of its type, is the client's mistake and never silently dropped.
    // With strictNumbers, ajv leaves `minimum` and `maximum` out for Infinity, which `1e999` becomes.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: true, allErrors: false, strictNumbers: false } },
  });
  server.removeContentTypeParser("text/plain");
  letGoWhenClosing(server);
  dropSilentWhenClosing(server);
  const routes = new RouteTable();
  server.addHook("onRoute", ({ url, method }) => routes.add(url, [method].flat()));
  server.setNotFoundHandler(answerUnknown(routes, options.manifest.name));
  server.setErrorHandler(answerError);
  addOperations(server, options);
  return server;
}
