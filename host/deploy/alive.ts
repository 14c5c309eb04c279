import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../errors.ts";
import type { Answer, Target } from "../targets/target.ts";
import { ALIVE_SECONDS, type ComponentPlan } from "./plan.ts";

/** How often something that is waited for is asked. */
export const POLL_MS = 50;

/** Every how many of these it is seen whether the program still lives: it is another question. */
const LIFE_POLLS = 20;

/** A program that needs another one may end a few times before that one answers; one that ends more often never will be alive. */
const MOST_ENDS = 5;

export const awaitAlive = (target: Target, wanted: ComponentPlan): Promise<void> =>
  awaitAnswer(target, wanted, { ...wanted.workload.health, what: "alive", seconds: ALIVE_SECONDS });

export async function awaitReady(target: Target, wanted: ComponentPlan): Promise<void> {
  const { ready, startTimeoutSeconds: seconds } = wanted.workload;
  if (ready !== undefined) await awaitAnswer(target, wanted, { ...ready, what: "ready", seconds });
}

interface Asked {
  readonly port: string;
  /** Absent: it is enough that connections are taken. */
  readonly path?: string | undefined;
  readonly body?: RegExp;
  /** What the program is when it answers. */
  readonly what: string;
  readonly seconds: number;
}

/** Throws UserError with the program's last words: why it is not as it should be, only it can say. */
async function awaitAnswer(target: Target, wanted: ComponentPlan, asked: Asked): Promise<void> {
  const { name } = wanted;
  const start = Date.now();
  const lives = new Set<string | undefined>();
  for (let polls = 0; ; polls++) {
    const answer = await ask(target, wanted, asked).catch((error: Error) => error);
    if (isWanted(answer, asked)) return;
    if (polls % LIFE_POLLS === 0) lives.add(await target.life(name));
    const waited = Math.round((Date.now() - start) / 1000);
    if (lives.size > MOST_ENDS) {
      throw await withLastLines(
        target,
        name,
        `${name} ends soon after each start, ${lives.size - 1} times in ${waited} s`,
      );
    }
    if (waited >= asked.seconds) {
      const said = `${asked.path ?? `port ${asked.port}`} answered ${describe(answer)}`;
      throw await withLastLines(target, name, `${name} was not ${asked.what} within ${asked.seconds} s; ${said}`);
    }
    await sleep(POLL_MS);
  }
}

async function ask(target: Target, wanted: ComponentPlan, { port, path }: Asked): Promise<Answer> {
  if (path !== undefined) return target.get(wanted, port, path);
  await target.connect(wanted, port);
  return { status: 200, body: "" };
}

const isWanted = (answer: Answer | Error, { body }: Asked): boolean =>
  !(answer instanceof Error) && answer.status === 200 && (body?.test(answer.body.trim()) ?? true);

const describe = (answer: Answer | Error): string =>
  answer instanceof Error ? answer.message : `${answer.status}: ${answer.body.slice(0, 200).trim()}`;

const withLastLines = async (target: Target, name: string, message: string): Promise<UserError> =>
  new UserError(message, {
    help: `its last lines:\n${(await target.log(name, 10)) ?? "none, its log cannot be read"}`,
  });
