import { Refusal } from "../kit/refusal.ts";
import type { OUTCOMES } from "./manifest.ts";

/** What became of a request to GitHub. */
export type Outcome = (typeof OUTCOMES)[number];

/** A repository's description takes about 10 kB. */
const MAX_ANSWER_BYTES = 1024 * 1024;

export interface GitHub {
  readonly baseUrl: string;
  readonly timeoutSeconds: number;
}

/** GitHub gave no repository; `outcome` is what is counted. */
class NoRepository extends Refusal {
  readonly outcome: Outcome;
  constructor(outcome: Outcome, statusCode: number, reason: string, headers: Readonly<Record<string, string>> = {}) {
    super(statusCode, reason, headers);
    this.outcome = outcome;
  }
}

async function bodyOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) throw new NoRepository("unusable", 502, "GitHub's answer is longer than 1 MiB");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/**
 * A refusal for the rate limit is 403 or 429 with `retry-after`, or with `x-ratelimit-remaining: 0` and the time of the
 * next try in `x-ratelimit-reset` (GitHub REST API, "Rate limits").
 */
function secondsToWait(headers: Headers, nowSeconds: number): number | undefined {
  const retryAfter = Number(headers.get("retry-after") ?? Number.NaN);
  if (Number.isFinite(retryAfter)) return Math.max(0, Math.ceil(retryAfter));
  if (headers.get("x-ratelimit-remaining") !== "0") return undefined;
  const reset = Number(headers.get("x-ratelimit-reset") ?? Number.NaN);
  return Number.isFinite(reset) ? Math.max(1, Math.ceil(reset - nowSeconds)) : 60;
}

function refuse(response: Response): NoRepository {
  const { status, headers } = response;
  if (status === 404) return new NoRepository("not_found", 404, "GitHub knows no such repository");
  const seconds = status === 403 || status === 429 ? secondsToWait(headers, Date.now() / 1000) : undefined;
  if (seconds !== undefined || status === 429) {
    const wait = String(seconds ?? 60);
    return new NoRepository("rate_limited", 503, `GitHub's rate limit is reached for ${wait} s`, {
      "Retry-After": wait,
    });
  }
  return new NoRepository("refused", 502, `GitHub answered ${status}`);
}

async function ask({ baseUrl, timeoutSeconds }: GitHub, user: string, repo: string): Promise<unknown> {
  const response = await fetch(`${baseUrl.replace(/\/$/, "")}/repos/${user}/${repo}`, {
    headers: { Accept: "application/vnd.github+json", "User-Agent": "watchkeeper-web-instrumentation" },
    signal: AbortSignal.timeout(timeoutSeconds * 1000),
  });
  const text = await bodyOf(response);
  if (!response.ok) throw refuse(response);
  try {
    return JSON.parse(text);
  } catch {
    throw new NoRepository("unusable", 502, "GitHub's answer is not JSON");
  }
}

function failureOf(error: unknown, timeoutSeconds: number): NoRepository {
  if (error instanceof NoRepository) return error;
  if (error instanceof Error && error.name === "TimeoutError") {
    return new NoRepository("timeout", 504, `GitHub did not answer within ${timeoutSeconds} s`);
  }
  return new NoRepository("unreachable", 502, "GitHub cannot be reached");
}

/** What the GitHub API says of a repository. Every way to fail is told, and refused with its own status: nothing else is thrown. */
export async function repository(
  github: GitHub,
  user: string,
  repo: string,
  tell: (outcome: Outcome) => void,
): Promise<unknown> {
  try {
    const found = await ask(github, user, repo);
    tell("found");
    return found;
  } catch (error) {
    const failure = failureOf(error, github.timeoutSeconds);
    tell(failure.outcome);
    throw failure;
  }
}
