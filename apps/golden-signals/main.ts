import { createHash } from "node:crypto";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { EvenShare } from "../kit/even-share.ts";
import { watchScratch } from "../kit/fault-disk.ts";
import { addFaults } from "../kit/faults.ts";
import { AtMost, Refusal } from "../kit/refusal.ts";
import { type AppContext, type AppPart, run } from "../kit/run.ts";
import { HeldMemory } from "./held-memory.ts";
import { ENDPOINTS, goldenSignals, OPERATIONS } from "./manifest.ts";
import { createStatsD, type StatsD } from "./statsd.ts";

type Context = AppContext<typeof goldenSignals>;
type Endpoint = (typeof ENDPOINTS)[number];
type Operation = (typeof OPERATIONS)[number];
const FAULTY_ROUTES: ReadonlySet<string> = new Set(ENDPOINTS.filter((path) => path !== "/health"));

/** With the fault's 200 MiB and the process's own 70 MiB, well below its limit of 512 MiB. */
const MAX_HELD_MIB = 150;
const HOLD_SECONDS = 20;
/** Between two turns of the event loop, so that /metrics and /health answer meanwhile. About 2 ms. */
const ITERATIONS_PER_TURN = 1000;
const ERRORS = [
  [400, "a bad request, as asked for by rate"],
  [404, "not found, as asked for by rate"],
  [500, "an internal error, as asked for by rate"],
] as const;

const query = (properties: Readonly<Record<string, object>>) => ({
  schema: { querystring: { type: "object", additionalProperties: false, properties } },
});

/** Counts every request but those for the metrics themselves. The path is the route's, never the client's text. */
function measure({ server, instruments }: Context): void {
  const known: ReadonlySet<string> = new Set(ENDPOINTS);
  server.addHook("onResponse", async (request, reply) => {
    const path = request.routeOptions.url ?? "unknown";
    if (path === goldenSignals.metricsPath) return;
    const [method, status] = [request.method, String(reply.statusCode)];
    instruments.flask_http_request_duration_seconds.observe({ method, path, status }, reply.elapsedTime / 1000);
    instruments.flask_http_request_total.inc({ method, status });
    if (known.has(path)) instruments.webapp_custom_requests_total.inc({ endpoint: path as Endpoint });
  });
}

function addBusiness({ server, instruments }: Context, statsd: StatsD): void {
  const options = query({ operation: { type: "string", enum: OPERATIONS, default: "unknown" } });
  server.get<{ Querystring: { operation: Operation } }>("/business-metrics", options, (request, reply) => {
    const { operation } = request.query;
    instruments.webapp_business_operations_total.inc({ operation_type: operation });
    statsd.operation(operation, reply.elapsedTime);
    return { operation };
  });
}

function addDelay({ server }: Context): void {
  const atMost = new AtMost(200);
  const options = query({ seconds: { type: "number", minimum: 0, maximum: 10, default: 1 } });
  server.get<{ Querystring: { seconds: number } }>("/delay", options, ({ query: { seconds } }) =>
    atMost.run(async () => {
      await sleep(seconds * 1000);
      return { delayed_seconds: seconds };
    }),
  );
}

function addErrors({ server }: Context): void {
  const failing = new EvenShare();
  let failures = 0;
  const options = query({ rate: { type: "number", minimum: 0, maximum: 100, default: 10 } });
  server.get<{ Querystring: { rate: number } }>("/error", options, ({ query: { rate } }) => {
    if (!failing.next(rate / 100)) return { status: "no error this time" };
    const [status, reason] = ERRORS[failures++ % ERRORS.length] ?? ERRORS[0];
    throw new Refusal(status, reason);
  });
}

/** A chain of SHA-256, each of the one before: about 1.7 µs an iteration, and nothing that a compiler could leave out. */
async function compute(iterations: number): Promise<string> {
  let digest = Buffer.alloc(32);
  for (let i = 0; i < iterations; i++) {
    digest = createHash("sha256").update(digest).digest();
    if (i % ITERATIONS_PER_TURN === ITERATIONS_PER_TURN - 1) await nextTurn();
  }
  return digest.toString("hex");
}

function addLoad({ server, settings, instruments }: Context): AppPart {
  const atMost = new AtMost(2);
  const cpu = query({ iterations: { type: "integer", minimum: 1, maximum: 1_000_000, default: 100_000 } });
  server.get<{ Querystring: { iterations: number } }>("/cpu-intensive", cpu, ({ query: { iterations } }) =>
    atMost.run(async () => ({ iterations, digest: await compute(iterations) })),
  );
  const memory = new HeldMemory(MAX_HELD_MIB, (bytes) => instruments.webapp_held_memory_bytes.set(bytes));
  const size = query({ size: { type: "integer", minimum: 1, maximum: 100, default: 10 } });
  server.get<{ Querystring: { size: number } }>("/memory-usage", size, ({ query: { size } }) => {
    if (memory.hold(size, HOLD_SECONDS)) return { held_mib: size, for_seconds: HOLD_SECONDS };
    throw new Refusal(503, `together more than ${MAX_HELD_MIB} MiB would be held: try again later`, {
      "Retry-After": String(HOLD_SECONDS),
    });
  });
  const timer = setInterval(() => memory.setFault(settings.get("FAULT_MEMORY_MIB")), 500);
  return { stop: async () => clearInterval(timer) };
}

function create(context: Context): AppPart {
  const { server, settings } = context;
  const statsd = createStatsD(settings.get("STATSD_ADDRESS"));
  measure(context);
  addFaults(server, settings, FAULTY_ROUTES);
  server.get("/", () => ({ endpoints: [...ENDPOINTS, goldenSignals.metricsPath] }));
  addBusiness(context, statsd);
  addDelay(context);
  addErrors(context);
  watchScratch(context);
  const load = addLoad(context);
  return {
    async stop() {
      statsd.close();
      await load.stop?.();
    },
  };
}

await run({ manifest: goldenSignals, create });
