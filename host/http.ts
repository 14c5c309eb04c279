import { once } from "node:events";
import { connect as open } from "node:net";
import type { Answer } from "./targets/target.ts";

/** What a program on this machine answers within a few seconds. Rejects when it does not. */
export async function get(url: string, seconds = 5): Promise<Answer> {
  const limit = new AbortController();
  // A timer of its own keeps the process alive: where a connection comes to nothing while Docker's proxy has taken it, nothing else
  // does, AbortSignal.timeout not either, and Node would end here with code 13.
  const timer = setTimeout(() => limit.abort(new Error(`no answer within ${seconds} s`)), seconds * 1000);
  try {
    const response = await fetch(url, { signal: limit.signal, redirect: "manual" });
    return { status: response.status, body: await response.text() };
  } finally {
    clearTimeout(timer);
  }
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
