import type { Workload } from "../../../lib/components/component.ts";
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
    return forEach(rendered.workloads, async (workload) => {
      const component = context.components.get(workload.name);
      if (component === undefined) return notDeployed(context, workload);
      if (observed.get(workload.name)?.running !== true) return notRunning(context, workload);
      return seeAnswers(context, component);
    });
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

async function seeAnswers(context: Context, component: ComponentPlan): Promise<Seen> {
  const { name, workload, addresses } = component;
  const { health, ready } = workload;
  try {
    const get = (port: string) => (path: string) => context.target.get(component, port, path);
    const body = (await ask(name, get(health.port), health.path)).trim();
    if (health.body?.test(body) === false) throw new Error(`${health.path} answers 200 "${short(body)}"`);
    if (ready !== undefined) await ask(name, get(ready.port), ready.path);
    const where = ready === undefined ? health.path : `${health.path} and ${ready.path}`;
    const words = health.body === undefined ? "" : ` "${short(body)}"`;
    return { subject: name, status: "pass", evidence: `${addresses[health.port]}${where} answer 200${words}` };
  } catch (error) {
    return {
      subject: name,
      status: "fail",
      evidence: (error as Error).message,
      help: `see why: ${showLog(context, name)}`,
    };
  }
}

const short = (text: string): string => (text.length > 80 ? `${text.slice(0, 79)}…` : text);
