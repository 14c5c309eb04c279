import { createClient } from "@redis/client";
import { readSecret } from "../kit/secret.ts";

/** What Redis keeps, so that reading does not ask the database each time. */
export const RECENT_KEY = "fruit-shop:recent";

const CONNECT_TIMEOUT_MS = 2000;
const COMMAND_TIMEOUT_MS = 1000;
const LONGEST_PAUSE_MS = 5000;

/** Redis. Every method rejects at once while it is not connected; connecting again goes on for ever. */
export class Cache {
  readonly #client;
  #problem = "not connected yet";

  constructor(url: string, passwordFile: string) {
    this.#client = createClient({
      url,
      credentialsProvider: {
        type: "async-credentials-provider",
        credentials: async () => ({ password: readSecret(passwordFile) }),
      },
      // A cache that is waited for is worse than none.
      disableOfflineQueue: true,
      commandOptions: { timeout: COMMAND_TIMEOUT_MS },
      socket: {
        connectTimeout: CONNECT_TIMEOUT_MS,
        reconnectStrategy: (retries) => Math.min(LONGEST_PAUSE_MS, 100 * 2 ** retries),
      },
    });
    this.#client.on("error", (error: Error) => {
      this.#problem = error.message || String(error);
    });
    // Resolves when it is connected at last; its failures are told as errors above.
    this.#client.connect().catch(() => undefined);
  }

  async check(): Promise<void> {
    if (!this.#client.isReady) throw new Error(this.#problem);
    await this.#client.ping();
  }

  get(key: string): Promise<string | null> {
    return this.#client.get(key);
  }

  async set(key: string, value: string, seconds: number): Promise<void> {
    await this.#client.set(key, value, { expiration: { type: "EX", value: seconds } });
  }

  async expire(key: string): Promise<void> {
    await this.#client.del(key);
  }

  stop(): void {
    this.#client.destroy();
  }
}
