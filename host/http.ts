import { once } from "node:events";
import http from "node:http";
import https from "node:https";
import { connect as open } from "node:net";
import { text } from "node:stream/consumers";
import type { Answer } from "./targets/target.ts";

/**
 * What a program answers within a few seconds. Rejects when it does not. Without Node's fetch, whose first use in a process
 * costs 150 ms of processor time, in each step of a deploy.
 */
export function get(url: string, seconds = 5): Promise<Answer> {
  const { request } = url.startsWith("https:") ? https : http;
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent: false }, (response) => {
      text(response).then((body) => resolve({ status: response.statusCode ?? 0, body }), reject);
    });
    // It also keeps the process alive: where a connection comes to nothing while Docker's proxy has taken it, nothing else does,
    // and Node would end here with code 13.
    const timer = setTimeout(() => asked.destroy(new Error(`no answer within ${seconds} s`)), seconds * 1000);
    asked
      .on("error", reject)
      .on("close", () => clearTimeout(timer))
      .end();
  });
}

/** Opens a connection to `host:port` on this machine, and closes it. Rejects when nobody takes it. */
export async function connect(address: string): Promise<void> {
  const colon = address.lastIndexOf(":");
  const socket = open(Number(address.slice(colon + 1)), address.slice(0, colon));
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(5000) });
  } finally {
    socket.destroy();
  }
}
