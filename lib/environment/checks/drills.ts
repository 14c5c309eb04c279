import { APPS } from "../../../apps/index.ts";
import { componentOf } from "../../components/index.ts";
import type { Finding } from "../../finding.ts";
import { didYouMean } from "../../schema/index.ts";
import { dockerSite } from "../../targets/docker.ts";
import { parseYaml, pointer } from "../../yaml/index.ts";
import type { Break, Environment } from "../environment.ts";
import { isMap } from "../layers.ts";
import { variableProblem } from "./apps.ts";
import { type CheckContext, finding } from "./check.ts";

/** A drill breaks what is deployed here, and waits for an alert that some rule can raise. */
export function checkDrills(environment: Environment, context: CheckContext): Finding[] {
  const alerts = environment.drills.length > 0 ? alertNames(environment) : [];
  const isRaised = (alert: string): boolean => context.isAlone || alerts.includes(alert);
  const written = isMap(context.located.value) ? context.located.value.drills : [];
  return environment.drills.flatMap((drill) => {
    // Drills that the schema refused are left out, so its number is found by its name.
    const at = pointer("drills", Array.isArray(written) ? written.findIndex((one) => one?.name === drill.name) : 0);
    return [
      ...checkBreak(drill.break, `${at}/break`, environment, context),
      ...(drill.then === undefined ? [] : checkBreak(drill.then, `${at}/then`, environment, context)),
      ...(isRaised(drill.expect)
        ? []
        : [
            finding(
              "drill",
              context.located.place(`${at}/expect`),
              `no rule raises the alert "${drill.expect}"${didYouMean(drill.expect, alerts)}`,
            ),
          ]),
    ];
  });
}

function checkBreak(fault: Break, at: string, environment: Environment, { located, names }: CheckContext): Finding[] {
  if ("stop" in fault) {
    const isKnown = names.includes(fault.stop);
    const message = `there is nothing here to stop with the name "${fault.stop}"${didYouMean(fault.stop, names)}`;
    return isKnown ? [] : [finding("drill", located.place(`${at}/stop`), message)];
  }
  const { app, variables } = fault.set;
  const declared = environment.components.find(({ name }) => name === app);
  const manifest = typeof declared?.settings.app === "string" ? APPS[declared.settings.app] : undefined;
  if (manifest === undefined) {
    const ours = environment.components.filter(({ settings }) => settings.app !== undefined).map(({ name }) => name);
    const message = `"${app}" is none of our apps here, and only those take other variables while they run${didYouMean(app, ours)}`;
    return names.includes(app) && declared === undefined
      ? []
      : [finding("drill", located.place(`${at}/set/app`), message)];
  }
  return Object.entries(variables).flatMap(([name, text]) => {
    const place = located.place(`${at}/set/variables${pointer(name)}`);
    const isFixed = manifest.variables[name] !== undefined && manifest.variables[name]?.runtime !== true;
    const message = isFixed
      ? `${name} of "${app}" cannot be changed while it runs`
      : variableProblem(manifest, name, text);
    return message === undefined ? [] : [finding("drill", place, message)];
  });
}

/** Alerts of all components' rules and of the user's rule files. */
function alertNames(environment: Environment): string[] {
  const site = dockerSite(environment, () => "0.0.0");
  const brought = environment.components.flatMap((self) => {
    const { rules } = componentOf(self.component);
    return rules?.({ environment, self, settings: self.settings, site }) ?? [];
  });
  const written = environment.rules.map((file) => parseYaml(file).document.value).flatMap(groupsOf);
  return [...brought, ...written].flatMap(({ rules }) => rules.flatMap(({ alert }) => alert ?? []));
}

interface Group {
  readonly rules: readonly { readonly alert?: string }[];
}

/** Groups of a rule file, of which only `check` says what is wrong. */
const groupsOf = (value: unknown): Group[] =>
  isMap(value) && Array.isArray(value.groups)
    ? value.groups.filter(isMap).map(({ rules }) => ({ rules: Array.isArray(rules) ? rules.filter(isMap) : [] }))
    : [];
