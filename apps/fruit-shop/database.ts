import { Pool } from "pg";
import { readSecret } from "../kit/secret.ts";
import type { Fruit, FruitMessage } from "./fruit.ts";

const TIMEOUT_MS = 3000;
const CONNECTIONS = 8;

// Two programs that create the same table at the same time get an error in spite of IF NOT EXISTS, hence the lock.
// Sent as one text, it is one transaction: PostgreSQL, "Multiple Statements in a Simple Query".
const SCHEMA = `
  SELECT pg_advisory_xact_lock(20010);
  CREATE TABLE IF NOT EXISTS fruit (
    id uuid PRIMARY KEY,
    fruit text NOT NULL,
    posted_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL DEFAULT now()
  );
  CREATE INDEX IF NOT EXISTS fruit_stored_at ON fruit (stored_at)`;

/** How many of each fruit; fruits that were not posted are left out. */
export type Counts = Readonly<Partial<Record<Fruit, number>>>;

/** PostgreSQL. Connections are made when they are needed, so the next call after an outage works by itself. */
export class Database {
  readonly #pool: Pool;
  #schema: Promise<unknown> | undefined;

  constructor(url: string, passwordFile: string) {
    this.#pool = new Pool({
      ...addressOf(url),
      password: async () => readSecret(passwordFile),
      max: CONNECTIONS,
      connectionTimeoutMillis: TIMEOUT_MS,
      query_timeout: TIMEOUT_MS,
      keepAlive: true,
    });
    // An idle connection that breaks is told here; whoever asks next gets a new one.
    this.#pool.on("error", () => {});
  }

  async check(): Promise<void> {
    await this.#pool.query("SELECT 1");
  }

  /** False when it was there already. */
  async store({ id, fruit, postedAt }: FruitMessage): Promise<boolean> {
    const { rowCount } = await this.#withSchema(
      "INSERT INTO fruit (id, fruit, posted_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
      [id, fruit, postedAt],
    );
    return rowCount === 1;
  }

  /** What was stored within the last minutes. */
  async recent(minutes: number): Promise<Counts> {
    const { rows } = await this.#withSchema(
      "SELECT fruit, count(*)::int AS count FROM fruit WHERE stored_at > now() - make_interval(mins => $1) GROUP BY fruit",
      [minutes],
    );
    return Object.fromEntries(rows.map(({ fruit, count }) => [fruit, count]));
  }

  /** Takes away what was stored longer ago than that. */
  async removeOld(hours: number): Promise<void> {
    await this.#withSchema("DELETE FROM fruit WHERE stored_at < now() - make_interval(hours => $1)", [hours]);
  }

  stop(): Promise<void> {
    return this.#pool.end();
  }

  /** The table is made at first use, and again after any failure: the database may have been replaced by an empty one. */
  async #withSchema(text: string, values: readonly unknown[]) {
    try {
      this.#schema ??= this.#pool.query(SCHEMA);
      await this.#schema;
      return await this.#pool.query(text, [...values]);
    } catch (error) {
      this.#schema = undefined;
      throw error;
    }
  }
}

/** In parts: beside `connectionString`, pg would ignore `password`. */
function addressOf(url: string) {
  const { username, hostname, port, pathname } = new URL(url);
  return {
    user: decodeURIComponent(username),
    host: hostname,
    port: Number(port || 5432),
    database: decodeURIComponent(pathname.slice(1)) || "postgres",
  };
}
