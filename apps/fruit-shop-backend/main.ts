import { Broker, QUEUES } from "../fruit-shop/broker.ts";
import { Cache } from "../fruit-shop/cache.ts";
import { Database } from "../fruit-shop/database.ts";
import { Dependencies, reasonOf } from "../kit/dependencies.ts";
import { type AppContext, type AppPart, run } from "../kit/run.ts";
import { expiring, type JobContext, storing } from "./jobs.ts";
import { fruitShopBackend } from "./manifest.ts";

const CLEAN_EVERY_MS = 600_000;

function create({ settings, instruments }: AppContext<typeof fruitShopBackend>): AppPart {
  const stopping = new AbortController();
  const cache = new Cache(settings.get("REDIS_URL"), settings.get("REDIS_PASSWORD_FILE"));
  const database = new Database(settings.get("DATABASE_URL"), settings.get("DATABASE_PASSWORD_FILE"));
  const jobs: JobContext = {
    database,
    cache,
    instruments,
    delaySeconds: () => settings.get("FAULT_JOB_DELAY_SECONDS"),
    stopping: stopping.signal,
  };
  const broker = new Broker([
    { queue: QUEUES.posted, workers: settings.get("WORKERS"), handle: storing(jobs) },
    { queue: QUEUES.stored, workers: 1, handle: expiring(jobs) },
  ]);
  const dependencies = new Dependencies(
    { rabbitmq: () => broker.check(), postgres: () => database.check(), redis: () => cache.check() },
    (dependency, up) => instruments.dependency_up.set({ dependency }, up ? 1 : 0),
  );
  const clean = () =>
    database
      .removeOld(settings.get("RETENTION_HOURS"))
      .catch((error) => console.error(`Not cleaned: ${reasonOf(error)}`));
  let cleaning: NodeJS.Timeout | undefined;
  return {
    begin() {
      void broker.open(settings.get("RABBITMQ_URL"), settings.get("RABBITMQ_PASSWORD_FILE"));
      dependencies.watch();
      cleaning = setInterval(() => void clean(), CLEAN_EVERY_MS);
    },
    missing: () => dependencies.missing(),
    async stop() {
      clearInterval(cleaning);
      dependencies.stop();
      stopping.abort();
      await broker.stop();
      cache.stop();
      await database.stop();
    },
  };
}

await run({ manifest: fruitShopBackend, create });
