import { access } from "node:fs/promises";
import type { Workload } from "../../../lib/components/component.ts";
import { cachePath } from "../../checkout.ts";
import { ask } from "../../clients/ask.ts";
import type { ComponentPlan } from "../../deploy/plan.ts";
import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { deployAgain, showLog } from "../help.ts";

/** Each part runs on its target, is alive (with the text that its kind answers, requirements T2) and ready. */
export const health: Check = {
  name: "health",
  async run(context) {
    const { rendered } = context.composed;
    const deployed = rendered.workloads.filter(({ name }) => context.components.has(name));
    const observed = await context.target.observe(deployed.map(({ name }) => name));
    const isUnsupervised = ({ name }: Workload) => observed.get(name)?.unsupervised === true;
    const seen = await forEach(rendered.workloads, async (workload) => {
      const component = context.components.get(workload.name);
      if (component === undefined) return notDeployed(context, workload);
      const { running, upSeconds = Number.POSITIVE_INFINITY } = observed.get(workload.name) ?? {};
      if (running !== true && !isUnsupervised(workload)) return notRunning(context, workload);
      if (upSeconds < STEADY_SECONDS) return justStarted(context, workload, upSeconds);
      const answers = await seeAnswers(context, component);
      const gone = await goneOf(context, component);
      return answers.status === "pass" && gone.length > 0 ? notStartable(context, answers, gone) : answers;
    });
    return deployed.some(isUnsupervised) ? [...seen, unsupervised(context)] : seen;
  },
};

const notDeployed = (context: Context, { name }: Workload): Seen => ({
  subject: name,
  status: "fail",
  evidence: "it is in environment.yml, and not deployed",
  help: deployAgain(context),
});

const notRunning = (context: Context, { name }: Workload): Seen => ({
  subject: name,
  status: "fail",
  evidence: "it is deployed, and does not run",
  help: `see why it ended: ${showLog(context, name)}; start it again: ${deployAgain(context)}`,
});

/** A supervisor starts what has ended again every second, and meanwhile somebody else may answer on its port. */
const STEADY_SECONDS = 3;

const justStarted = (context: Context, { name }: Workload, seconds: number): Seen => ({
  subject: name,
  status: "fail",
  evidence: `it was started ${seconds.toFixed(1)} s ago, and is not known to stay`,
  help: `see whether it ends again and again: ${showLog(context, name)}`,
});

/** Programs run happily without the files that they were started from, until the day they restart. */
const notStartable = ({ composed }: Context, { subject, evidence }: Seen, gone: readonly string[]): Seen => ({
  subject,
  status: "fail",
  evidence: `${evidence}; it could not be started again: ${gone.join(" and ")} is not there any more`,
  help: `npm run up -- ${composed.environment.name}`,
});

/** Of a plain process, the files of its program that are gone. A container's image holds its own. */
async function goneOf({ composed }: Context, { launch }: ComponentPlan): Promise<readonly string[]> {
  if (composed.destination.kind !== "native") return [];
  const files = launch.command.filter((word, index) => index === 0 || word.startsWith(cachePath("/")));
  const isGone = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => false,
        () => true,
      ),
    ),
  );
  return files.filter((_, index) => isGone[index]);
}

/** Each program has a runsv of its own, which lives on and starts it again (runsvdir(8), TERM). */
const unsupervised = (context: Context): Seen => ({
  subject: context.composed.environment.stack,
  status: "warn",
  evidence:
    "its programs run, and runsvdir, their supervisor, is gone: nothing would start again what keeps each of them running",
  help: `start it again: ${deployAgain(context)}`,
});

async function seeAnswers(context: Context, component: ComponentPlan): Promise<Seen> {
  const { name, workload, addresses } = component;
  const { ready } = workload;
  try {
    const alive = await seeAlive(context, component);
    if (ready === undefined) return { subject: name, status: "pass", evidence: alive };
    await ask(name, (path) => context.target.get(component, ready.port, path), ready.path);
    const evidence = `${alive}; ${addresses[ready.port]}${ready.path} answers 200`;
    return { subject: name, status: "pass", evidence };
  } catch (error) {
    return {
      subject: name,
      status: "fail",
      evidence: (error as Error).message,
      help: `see why: ${showLog(context, name)}`,
    };
  }
}

/** What shows that it is alive. */
async function seeAlive({ target }: Context, component: ComponentPlan): Promise<string> {
  const { name, workload, addresses } = component;
  const { port, path, body } = workload.health;
  if (path === undefined) {
    await target.connect(component, port);
    return `${addresses[port]} takes connections`;
  }
  const text = (await ask(name, (each) => target.get(component, port, each), path)).trim();
  if (body?.test(text) === false) throw new Error(`${path} answers 200 "${short(text)}"`);
  return `${addresses[port]}${path} answers 200${body === undefined ? "" : ` "${short(text)}"`}`;
}

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
