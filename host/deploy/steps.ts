import { drillOf } from "../drill/alone.ts";
import { mendLeft } from "../drill/left.ts";
import type { Target } from "../targets/target.ts";
import { awaitAlive, awaitReady } from "./alive.ts";
import type { ComponentPlan, Plan } from "./plan.ts";
import { reloadWhenOlder } from "./reload.ts";
import { treeOf } from "./tree.ts";

/** What Terraform runs, one process each. All may be repeated: they complete what an interrupted one began. */
export interface Steps {
  claim(owner: string): Promise<void>;
  publish(name: string): Promise<void>;
  run(name: string): Promise<void>;
  settle(name: string): Promise<void>;
  retire(): Promise<void>;
  prune(): Promise<void>;
}

export function stepsOf(root: string, plan: Plan, target: Target): Steps {
  const component = (name: string): ComponentPlan => {
    const found = plan.components.find((candidate) => candidate.name === name);
    if (found === undefined) throw new Error(`the plan of ${plan.environment} has no component ${name}`);
    return found;
  };

  const listed = plan.components.map(({ name }) => name);

  return {
    claim: (owner) => target.claim(owner, plan),

    async publish(name) {
      const wanted = component(name);
      await target.publish(wanted, await treeOf(root, plan, wanted));
    },

    /** Starts the program where Terraform does not do so itself, and waits until it is alive. */
    async run(name) {
      const wanted = component(name);
      await target.start?.(wanted);
      await awaitAlive(target, wanted);
    },

    /** Makes the program load the published files, without a restart, and waits until it is ready for work. */
    async settle(name) {
      const wanted = component(name);
      const { stack } = plan.destination;
      if ((await drillOf(stack, name)) === "killed") await mendLeft(stack, target, wanted);
      const { reload } = wanted.workload;
      if (reload !== undefined && wanted.files.length > 0) await reloadWhenOlder(target, wanted, reload);
      await awaitReady(target, wanted);
    },

    retire: () => target.retire(listed),
    prune: () => target.prune(listed),
  };
}
