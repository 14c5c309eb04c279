import { setTimeout as sleep } from "node:timers/promises";
import {
  type ChannelModel,
  type ConfirmChannel,
  type ConsumeMessage,
  connect,
  type RecoveringChannelModel,
} from "amqplib";
import { readSecret } from "../kit/secret.ts";

/** Posted fruits on their way to the database, and word of those that have arrived. */
export const QUEUES = { posted: "fruit-posted", stored: "fruit-stored", rejected: "fruit-rejected" } as const;
export type Queue = (typeof QUEUES)[keyof typeof QUEUES];

/**
 * Durable, and bounded: what is posted beyond the limit is refused to the poster, what cannot be read is laid aside,
 * and word of what was stored may get lost, because the cache forgets by itself.
 */
const ARGUMENTS: Readonly<Record<Queue, Readonly<Record<string, string | number>>>> = {
  [QUEUES.posted]: {
    "x-max-length": 100_000,
    "x-overflow": "reject-publish",
    "x-dead-letter-exchange": "",
    "x-dead-letter-routing-key": QUEUES.rejected,
  },
  [QUEUES.stored]: { "x-max-length": 10_000, "x-message-ttl": 60_000 },
  [QUEUES.rejected]: { "x-max-length": 1000 },
};
const CONFIRM_TIMEOUT_MS = 5000;
const CONNECT_TIMEOUT_MS = 5000;
const LONGEST_PAUSE_MS = 5000;
const PAUSE_BEFORE_REDELIVERY_MS = 1000;
const HEARTBEAT_SECONDS = 10;

/** A channel on which a message counts as published only when the broker has said that it keeps it. */
export class Publisher {
  readonly #channel: ConfirmChannel;
  readonly #returned = new Set<string>();

  constructor(channel: ConfirmChannel) {
    this.#channel = channel;
    // A message that no queue takes is returned, and confirmed afterwards.
    channel.on("return", ({ properties }) => this.#returned.add(String(properties.messageId)));
  }

  /** Resolves once the broker keeps it; rejects when that is not known, and it may be kept or not. */
  publish(queue: Queue, id: string, content: object): Promise<void> {
    return new Promise((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error("the broker did not confirm in time")), CONFIRM_TIMEOUT_MS);
      const settle = (error: Error | null) => {
        clearTimeout(limit);
        if (this.#returned.delete(id)) reject(new Error(`there is no queue ${queue}`));
        else if (error) reject(error);
        else resolve();
      };
      const options = { persistent: true, mandatory: true, messageId: id, contentType: "application/json" };
      try {
        this.#channel.publish("", queue, Buffer.from(JSON.stringify(content)), options, settle);
      } catch (error) {
        settle(error as Error);
      }
    });
  }
}

/** What is done with one message: it is acknowledged when this resolves `done`, laid aside on `rejected`, and comes again when it rejects. */
export type Handler = (text: string, publisher: Publisher) => Promise<"done" | "rejected">;

export interface Consumer {
  readonly queue: Queue;
  /** How many take from the queue side by side, each one message at a time. */
  readonly workers: number;
  readonly handle: Handler;
}

/** RabbitMQ: one connection that is made again for ever, with its queues, its publisher and its consumers. */
export class Broker {
  readonly #consumers: readonly Consumer[];
  readonly #working = new Set<Promise<void>>();
  #connection: RecoveringChannelModel | undefined;
  #publisher: Publisher | undefined;
  #problem = "not connected yet";
  #stopping = false;

  constructor(consumers: readonly Consumer[] = []) {
    this.#consumers = consumers;
  }

  /** Begins to connect; resolves at once. */
  async open(url: string, passwordFile: string): Promise<void> {
    const address = new URL(url);
    address.searchParams.set("heartbeat", String(HEARTBEAT_SECONDS));
    const user = decodeURIComponent(address.username);
    this.#connection = await connect(address.href, {
      timeout: CONNECT_TIMEOUT_MS,
      credentials: { mechanism: "PLAIN", response: () => Buffer.from(["", user, readSecret(passwordFile)].join("\0")) },
      recovery: {
        waitForConnect: false,
        maxDelay: LONGEST_PAUSE_MS,
        setup: (model: ChannelModel) => this.#setUp(model),
      },
    });
    const lost = (error: Error) => {
      this.#publisher = undefined;
      this.#problem = error.message;
    };
    this.#connection.on("connect-failed", lost).on("disconnect", lost).on("error", lost);
  }

  async check(): Promise<void> {
    if (this.#publisher === undefined) throw new Error(this.#problem);
  }

  async publish(queue: Queue, id: string, content: object): Promise<void> {
    if (this.#publisher === undefined) throw new Error(this.#problem);
    await this.#publisher.publish(queue, id, content);
  }

  /** Takes nothing more, waits for what is being handled, and lets go. */
  async stop(): Promise<void> {
    this.#stopping = true;
    await Promise.allSettled(this.#working);
    await this.#connection?.close();
  }

  async #setUp(model: ChannelModel): Promise<void> {
    // Until it is set up nobody else listens, and an error that nobody hears would end the process.
    model.on("error", () => {});
    const publishing = await this.#channel(model);
    for (const queue of Object.values(QUEUES)) {
      await publishing.assertQueue(queue, { durable: true, arguments: ARGUMENTS[queue] });
    }
    for (const consumer of this.#consumers) {
      for (let i = 0; i < consumer.workers; i++) await this.#consume(await this.#channel(model), consumer);
    }
    this.#publisher = new Publisher(publishing);
  }

  /** A channel can be closed by the broker alone; then everything is made anew, which one way of recovery covers. */
  async #channel(model: ChannelModel): Promise<ConfirmChannel> {
    const channel = await model.createConfirmChannel();
    channel.on("error", () => {});
    channel.on("close", () => void model.close().catch(() => undefined));
    return channel;
  }

  async #consume(channel: ConfirmChannel, { queue, handle }: Consumer): Promise<void> {
    const publisher = new Publisher(channel);
    await channel.prefetch(1);
    await channel.consume(queue, (message) => {
      if (message === null) {
        void channel.close().catch(() => undefined); // the queue was deleted: make it again
        return;
      }
      if (this.#stopping) return;
      const work = settle(channel, message, () => handle(message.content.toString("utf8"), publisher));
      this.#working.add(work);
      void work.finally(() => this.#working.delete(work));
    });
  }
}

/** Never rejects: on a channel that has closed meanwhile, the broker gives the message to somebody else by itself. */
async function settle(
  channel: ConfirmChannel,
  message: ConsumeMessage,
  handle: () => ReturnType<Handler>,
): Promise<void> {
  try {
    const outcome = await handle();
    if (outcome === "done") channel.ack(message);
    else channel.nack(message, false, false);
  } catch {
    await sleep(PAUSE_BEFORE_REDELIVERY_MS);
    try {
      channel.nack(message, false, true);
    } catch {}
  }
}
