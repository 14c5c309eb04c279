import { randomUUID } from "node:crypto";
import { Broker, QUEUES } from "../fruit-shop/broker.ts";
import { Cache } from "../fruit-shop/cache.ts";
import { Database } from "../fruit-shop/database.ts";
import { FRUITS, type Fruit, type FruitMessage } from "../fruit-shop/fruit.ts";
import { Dependencies, reasonOf } from "../kit/dependencies.ts";
import { watchScratch } from "../kit/fault-disk.ts";
import { holdFaultMemory } from "../kit/fault-memory.ts";
import { addFaults } from "../kit/faults.ts";
import { AtMost, Refusal } from "../kit/refusal.ts";
import { type AppContext, type AppPart, run } from "../kit/run.ts";
import { fruitShopFrontend } from "./manifest.ts";
import { Stock, totalOf } from "./stock.ts";

type Context = AppContext<typeof fruitShopFrontend>;
type Endpoint = "/hello" | "/fruit";

const ENDPOINTS: ReadonlySet<string> = new Set<Endpoint>(["/hello", "/fruit"]);
const MAX_POSTS_IN_FLIGHT = 500;
const GAUGES_EVERY_MS = 5000;

const POST_SCHEMA = {
  body: {
    type: "object",
    required: ["fruit"],
    additionalProperties: false,
    properties: { fruit: { type: "string", enum: FRUITS } },
  },
  // Who sends a post again after an answer that got lost says the same key again, and it is stored once.
  headers: { type: "object", properties: { "idempotency-key": { type: "string", format: "uuid" } } },
};

function measure({ server, instruments }: Context): void {
  server.addHook("onResponse", async ({ method, routeOptions }, reply) => {
    const url = routeOptions.url ?? "";
    if (!ENDPOINTS.has(url) || (method !== "GET" && method !== "POST")) return;
    const labels = { method, endpoint: url as Endpoint } as const;
    instruments.http_latency.observe(labels, reply.elapsedTime / 1000);
    if (reply.statusCode >= 500) instruments.http_errors_total.inc(labels);
  });
}

/** 503 and when to come again, when what a request needs does not answer. */
async function orUnavailable<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw new Refusal(503, `${what} is out of reach: ${reasonOf(error)}`, { "Retry-After": "1" });
  }
}

function addRoutes({ server, instruments }: Context, stock: Stock, broker: Broker): void {
  const posts = new AtMost(MAX_POSTS_IN_FLIGHT);
  server.get("/hello", () => {
    instruments.hello_total.inc();
    return { hello: "What fruit would you like?" };
  });
  server.get("/fruit", async () => {
    const recent = await orUnavailable("the database", stock.recent());
    return { total: totalOf(recent), recent };
  });
  server.post<{ Body: { fruit: Fruit }; Headers: { "idempotency-key"?: string } }>(
    "/fruit",
    { schema: POST_SCHEMA },
    (request, reply) =>
      posts.run(async () => {
        const id = request.headers["idempotency-key"] ?? randomUUID();
        const message: FruitMessage = { id, fruit: request.body.fruit, postedAt: new Date().toISOString() };
        await orUnavailable("the queue", broker.publish(QUEUES.posted, id, message));
        return reply.code(202).send({ id, fruit: message.fruit });
      }),
  );
}

function create(context: Context): AppPart {
  const { server, settings, instruments } = context;
  const cache = new Cache(settings.get("REDIS_URL"), settings.get("REDIS_PASSWORD_FILE"));
  const database = new Database(settings.get("DATABASE_URL"), settings.get("DATABASE_PASSWORD_FILE"));
  const broker = new Broker();
  const dependencies = new Dependencies(
    { rabbitmq: () => broker.check(), postgres: () => database.check(), redis: () => cache.check() },
    (dependency, up) => instruments.dependency_up.set({ dependency }, up ? 1 : 0),
  );
  const [recentMinutes, cacheSeconds] = [settings.get("RECENT_MINUTES"), settings.get("CACHE_SECONDS")];
  const stock = new Stock({ cache, database, instruments, recentMinutes, cacheSeconds });
  measure(context);
  addFaults(server, settings, ENDPOINTS);
  holdFaultMemory(settings);
  watchScratch(context);
  addRoutes(context, stock, broker);
  let gauges: NodeJS.Timeout | undefined;
  return {
    begin() {
      void broker.open(settings.get("RABBITMQ_URL"), settings.get("RABBITMQ_PASSWORD_FILE"));
      dependencies.watch();
      // While the database is out of reach the gauges keep their last value, and dependency_up says so.
      gauges = setInterval(() => void stock.load().catch(() => undefined), GAUGES_EVERY_MS);
    },
    missing: () => dependencies.missing(),
    async stop() {
      clearInterval(gauges);
      dependencies.stop();
      cache.stop();
      await Promise.all([broker.stop(), database.stop()]);
    },
  };
}

await run({ manifest: fruitShopFrontend, create });
