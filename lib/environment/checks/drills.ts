import type { AppManifest } from "../../../apps/manifest.ts";
import { componentOf } from "../../components/index.ts";
import type { Finding } from "../../finding.ts";
import { didYouMean } from "../../schema/index.ts";
import { dockerSite } from "../../targets/docker.ts";
import { parseYaml, pointer } from "../../yaml/index.ts";
import type { Break, Environment } from "../environment.ts";
import { isMap } from "../layers.ts";
import { isUnknownApp, isWatchedOnly, manifestOf, variableProblem } from "./apps.ts";
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

function checkBreak(fault: Break, at: string, environment: Environment, context: CheckContext): Finding[] {
  return "stop" in fault
    ? checkStop(fault.stop, `${at}/stop`, environment, context)
    : checkSet(fault.set, `${at}/set`, environment, context);
}

function checkStop(name: string, at: string, { components }: Environment, { located, names }: CheckContext): Finding[] {
  const runsElsewhere = components.some((declared) => declared.name === name && isWatchedOnly(declared));
  if (names.includes(name) && !runsElsewhere) return [];
  const message = runsElsewhere
    ? `"${name}" runs elsewhere and is only watched, so it cannot be stopped from here`
    : `there is nothing here to stop with the name "${name}"${didYouMean(name, names)}`;
  return [finding("drill", located.place(at), message)];
}

function checkSet(
  { app, variables }: { readonly app: string; readonly variables: Readonly<Record<string, string>> },
  at: string,
  { components }: Environment,
  { located, names }: CheckContext,
): Finding[] {
  const declared = components.find(({ name }) => name === app);
  // What stands under this name was refused, by the schema or for its app.
  if (declared === undefined ? names.includes(app) : isUnknownApp(declared)) return [];
  const manifest = declared && manifestOf(declared);
  if (manifest === undefined) {
    const ours = components.filter((each) => manifestOf(each) !== undefined).map(({ name }) => name);
    const message = `"${app}" is none of our apps here, and only those take other variables while they run${didYouMean(app, ours)}`;
    return [finding("drill", located.place(`${at}/app`), message)];
  }
  return Object.entries(variables).flatMap(([name, text]) => {
    const message = variableProblem(manifest, name, text) ?? fixedProblem(manifest, name);
    return message === undefined ? [] : [finding("drill", located.place(`${at}/variables${pointer(name)}`), message)];
  });
}

const fixedProblem = ({ name: app, variables }: AppManifest, name: string): string | undefined =>
  variables[name]?.runtime === true ? undefined : `${name} of "${app}" cannot be changed while it runs`;

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
