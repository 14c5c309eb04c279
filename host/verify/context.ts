import type { Environment } from "../../lib/environment/environment.ts";
import { alertmanagerClient } from "../clients/alertmanager.ts";
import type { Get } from "../clients/ask.ts";
import { sandboxClient } from "../clients/pagerduty-sandbox.ts";
import { prometheusClient } from "../clients/prometheus.ts";
import type { Composed } from "../deploy/compose.ts";
import type { ComponentPlan, Plan } from "../deploy/plan.ts";
import type { Target } from "../targets/target.ts";
import type { Context } from "./check.ts";

/** What the checks of a deployed environment ask. `plan` is what was deployed, `composed` what should be. */
export function contextOf(root: string, composed: Composed, plan: Plan, target: Target): Context {
  const components: ReadonlyMap<string, ComponentPlan> = new Map(plan.components.map((each) => [each.name, each]));
  const getOf =
    (name: string): Get =>
    async (path) => {
      const component = components.get(name);
      if (component === undefined) throw new Error("it is not deployed");
      return target.get(component, "http", path);
    };
  const clients = <T>(kind: string, make: (name: string, get: Get) => T): readonly T[] =>
    namesOf(composed.environment, kind).map((name) => make(name, getOf(name)));
  return {
    root,
    composed,
    target,
    components,
    prometheuses: clients("prometheus", prometheusClient),
    alertmanagers: clients("alertmanager", alertmanagerClient),
    sandbox: clients("pagerduty-sandbox", sandboxClient)[0],
  };
}

/** Names of the declared components of a kind. */
export const namesOf = ({ components }: Environment, kind: string): readonly string[] =>
  components.filter(({ component }) => component === kind).map(({ name }) => name);
