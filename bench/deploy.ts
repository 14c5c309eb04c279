import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../host/errors.ts";
import { type Clone, ENVIRONMENT, makeClone, PORT_OFFSET } from "./support/clone.ts";
import { elapsed, loadNow, median, seconds } from "./support/measure.ts";

const RUNS = 3;
/** Milliseconds beyond an empty stack's own: the goals of issue 3. */
const GOAL_UNCHANGED = 1500;
const GOAL_RULE = 3000;

interface Times {
  readonly empty: number;
  readonly unchanged: number;
  readonly rule: number;
}

/** `bench.mjs deploy [native|docker]`: `cdktf deploy` of an empty stack, of ours unchanged, and of ours with a changed rule, by turns. */
export async function main([target = "native"]: readonly string[]): Promise<number> {
  const clone = await makeClone({ warm: true });
  try {
    await clone.up(target);
    await writeEmptyStack(clone);
    const before = await prometheusStart();
    const times: Times[] = [];
    for (let index = 0; index <= RUNS; index += 1) {
      const round = await measure(clone, index);
      console.log(
        `round ${index}: ${Object.entries(round)
          .map(([what, ms]) => `${what} ${seconds(ms)}`)
          .join(", ")}`,
      );
      times.push(round);
    }
    return report(target, times.slice(1), before === (await prometheusStart()));
  } finally {
    await clone.remove();
  }
}

/** The first round warms up: it makes the empty stack's state, and judges the rules' shape. */
const measure = async (clone: Clone, index: number): Promise<Times> => ({
  empty: await elapsed(() =>
    clone.run(["npx", "cdktf", "deploy", EMPTY, "--auto-approve", "--app", EMPTY_APP, "--output", "cdktf.empty"]),
  ),
  unchanged: await elapsed(async () => {
    const lines = await clone.cdktf("deploy", ENVIRONMENT, "--auto-approve");
    if (!lines.some(({ text }) => text.includes("No changes")))
      throw new UserError("a deploy that changes nothing did");
  }),
  rule: await elapsed(async () => {
    await changeRule(clone, index);
    await clone.cdktf("deploy", ENVIRONMENT, "--auto-approve");
  }),
});

const EMPTY = "empty";
const EMPTY_APP = "node empty/app.mjs";

async function writeEmptyStack({ folder }: Clone): Promise<void> {
  await mkdir(join(folder, "empty"));
  const app = `import { App, TerraformStack } from "cdktf";
const app = new App({ outdir: "cdktf.empty" });
new TerraformStack(app, "${EMPTY}");
app.synth();
`;
  await writeFile(join(folder, "empty/app.mjs"), app);
}

/** Its threshold moves from one value to another that its tests allow, too. */
async function changeRule({ folder }: Clone, index: number): Promise<void> {
  const file = join(folder, "configs", ENVIRONMENT, "rules/task-processor.yml");
  const text = await readFile(file, "utf8");
  const changed = text.replace(/> 0\.\d+\n/, `> 0.${16 + index}\n`);
  if (changed === text) throw new Error(`${file} has no threshold to change`);
  await writeFile(file, changed);
}

/** Seconds since the epoch, as Prometheus says itself. */
async function prometheusStart(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${9090 + PORT_OFFSET}/metrics`);
  const [, start] = /^process_start_time_seconds (\S+)$/m.exec(await answer.text()) ?? [];
  if (start === undefined) throw new UserError("Prometheus does not say when it started");
  return start;
}

function report(target: string, times: readonly Times[], isSameProcess: boolean): number {
  const [empty, unchanged, rule] = (["empty", "unchanged", "rule"] as const).map((key) =>
    median(times.map((each) => each[key])),
  );
  const more = (ms = 0): number => ms - (empty ?? 0);
  console.log(`cdktf deploy, ${target}: medians of ${times.length} rounds; ${loadNow()}`);
  console.log(`an empty stack: ${seconds(empty ?? 0)}`);
  console.log(
    `nothing changed: ${seconds(unchanged ?? 0)}, ${seconds(more(unchanged))} more, goal ${seconds(GOAL_UNCHANGED)}`,
  );
  console.log(`a rule changed: ${seconds(rule ?? 0)}, ${seconds(more(rule))} more, goal ${seconds(GOAL_RULE)}`);
  console.log(`Prometheus ${isSameProcess ? "ran on" : "was started anew"}`);
  return isSameProcess && more(unchanged) <= GOAL_UNCHANGED && more(rule) <= GOAL_RULE ? 0 : 1;
}
