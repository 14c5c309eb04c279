import type { Answer } from "./targets/target.ts";

/** What a program on this machine answers within a few seconds. Rejects when it does not. */
export async function get(url: string, seconds = 5): Promise<Answer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(seconds * 1000), redirect: "manual" });
  return { status: response.status, body: await response.text() };
}
