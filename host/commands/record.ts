import { parseArgs } from "node:util";
import { CHECKOUT } from "../checkout.ts";
import { ask, type Get, Unanswered } from "../clients/ask.ts";
import { compose } from "../deploy/compose.ts";
import { readPlan } from "../deploy/plan.ts";
import { targetOf } from "../deploy/site.ts";
import { Refused, UserError } from "../errors.ts";
import { get } from "../http.ts";
import { readEnvironment } from "../read-environment.ts";
import { type Recording, record } from "../record.ts";
import { contextOf, namesOf } from "../verify/context.ts";

const USAGE = "npx zx scripts/record.mjs ENV COMPONENT, or COMPONENT URL… [--version VERSION]";
const IS_URL = /^https?:\/\//;
/** Of the larger exporters an answer takes seconds. */
const SECONDS = 30;

/** `record ENV COMPONENT` or `record COMPONENT URL…`: keeps what a running program exposes as its component's sample. Misuse throws with 2. */
export async function main(args: readonly string[]): Promise<number> {
  const { words, version } = read(args);
  const [first = "", ...more] = words;
  const recording = more.every((word) => IS_URL.test(word))
    ? { component: first, texts: await Promise.all(more.map(metricsAt)), version }
    : { ...(await deployed(first, more)), version };
  for (const line of await record(recording)) console.log(line);
  return 0;
}

function read(args: readonly string[]): { readonly words: readonly string[]; readonly version: string | undefined } {
  try {
    const options = { version: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    if (positionals.length < 2) throw new Error("say whose metrics, and where they are");
    return { words: positionals, version: values.version };
  } catch (error) {
    throw new UserError((error as Error).message, { exitCode: 2, help: USAGE });
  }
}

const metricsAt = (url: string): Promise<string> => answerOf(url, () => get(url, SECONDS), new URL(url).pathname);

/** Here a program that does not answer is the user's to mend. */
const answerOf = (name: string, way: Get, path: string): Promise<string> =>
  ask(name, way, path).catch((error: unknown) => {
    throw error instanceof Unanswered ? new UserError(error.message) : error;
  });

/** What all servers of a kind say that are deployed of an environment. */
async function deployed(name: string, [component = "", ...rest]: readonly string[]): Promise<Recording> {
  if (rest.length > 0) throw new UserError("say one component of one environment", { exitCode: 2, help: USAGE });
  const { environment, findings } = await readEnvironment(CHECKOUT, name);
  if (environment === undefined) throw new Refused(findings);
  const composed = await compose(environment);
  const target = targetOf(composed.destination);
  const plan = (await target.owner()) === undefined ? undefined : await readPlan(CHECKOUT, name);
  if (plan === undefined) throw new UserError(`${name} is not deployed`, { help: `npm run up -- ${name}` });
  const names = namesOf(composed.environment, component);
  if (names.length === 0) throw new UserError(`nothing of the kind ${component} is deployed of ${name}`);
  const { components } = contextOf(CHECKOUT, composed, plan, target);
  const texts = names.map(async (each) => {
    const program = components.get(each);
    if (program === undefined) throw new UserError(`${each} is not deployed`);
    return answerOf(each, (path) => target.get(program, "http", path), "/metrics");
  });
  return { component, texts: await Promise.all(texts) };
}
