import type { Answer } from "../targets/target.ts";

/** A GET of a path (with its query) at one program, by whatever way its target reaches it. Rejects when it does not answer. */
export type Get = (path: string) => Promise<Answer>;

/** A program did not answer, or not what was asked for. `message` says which, where, and what it did instead. */
export class Unanswered extends Error {}

/** What a program says under a path. Throws Unanswered when it does not answer 200. */
export async function ask(name: string, get: Get, path: string): Promise<string> {
  const answer = await get(path).catch((error: unknown) => {
    throw new Unanswered(`${name} does not answer: ${reasonOf(error)}`);
  });
  if (answer.status !== 200) throw new Unanswered(`${name} answers ${pathOnly(path)} with ${said(answer)}`);
  return answer.body;
}

/** The same, read as JSON of a shape that its API documents. */
export const askJson = async <T>(name: string, get: Get, path: string): Promise<T> =>
  parseJson(await ask(name, get, path), `${name} answers ${pathOnly(path)}`);

/** JSON of a program; throws Unanswered for anything else, such as a page of a proxy in between. */
export function parseJson<T>(text: string, who: string): T {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unanswered(`${who} with something that is not JSON: ${text.slice(0, 100).trim()}`);
  }
}

/** One line for a person: `503 Service Unavailable`. */
export const said = ({ status, body }: Answer): string => `${status} ${body.slice(0, 200).trim()}`.trim();

/** Why a request failed. Node's fetch says only "fetch failed", and puts the reason into its cause. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === "TimeoutError") return "no answer in time";
  const { cause } = error;
  if (cause instanceof AggregateError) return reasonOf(cause.errors[0]);
  return cause instanceof Error
    ? cause.message || ((cause as NodeJS.ErrnoException).code ?? cause.name)
    : error.message;
}

const pathOnly = (path: string): string => path.split("?", 1)[0] ?? path;
