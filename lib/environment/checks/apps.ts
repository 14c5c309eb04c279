import { APPS } from "../../../apps/index.ts";
import { problemOf } from "../../../apps/kit/variables.ts";
import type { AppManifest } from "../../../apps/manifest.ts";
import type { Finding } from "../../finding.ts";
import { PLACEHOLDER } from "../../render/placeholders.ts";
import { didYouMean } from "../../schema/index.ts";
import { pointer, valueAt } from "../../yaml/index.ts";
import type { Declared, Environment } from "../environment.ts";
import { type CheckContext, finding } from "./check.ts";

/** The three forms of an entry of `apps:`, by the keys that tell them. */
const WATCHED = ["targets", "http_sd_configs", "file_sd_configs", "dns_sd_configs"];
/** Given to every app by where it runs. */
const GIVEN = ["HOST", "PORT", "SCRATCH_DIR"];

export function checkApps(environment: Environment, context: CheckContext): Finding[] {
  return environment.components
    .filter(({ component }) => component === "app")
    .flatMap((declared) => [
      ...checkForm(declared, environment, context),
      ...checkFolder(declared, context),
      ...checkVariables(declared, context),
    ]);
}

function checkForm(
  { settings, pointer: at, name }: Declared,
  { target }: Environment,
  { located }: CheckContext,
): Finding[] {
  const forms = ["app", "image", ...WATCHED].filter((key) => settings[key] !== undefined);
  const ways = new Set(forms.map((key) => (WATCHED.includes(key) ? "watched" : key)));
  if (ways.size === 0 && hasUnknownKey(at, settings, located)) return [];
  if (ways.size !== 1) {
    const message =
      ways.size === 0
        ? `"${name}" says neither what runs nor where`
        : `"${name}" says ${forms.join(" and ")}, of which only one can hold`;
    const help = `write app (one of ours), image (your own, deployed), or one of ${WATCHED.join(", ")} (it runs elsewhere and is only watched)`;
    return [finding("app", located.place(ways.size === 0 ? at : `${at}/${forms[1]}`, "key"), message, { help })];
  }
  if (settings.image === undefined) return [];
  const needsPort = settings.port === undefined;
  const message = `"${name}" is an image and lacks the key "port": the port on which it answers metrics_path`;
  return [
    ...(needsPort ? [finding("app", located.place(at), message)] : []),
    ...(target.kind === "native"
      ? [
          finding("app", located.place(`${at}/image`), `"${name}" is an image, which the target native cannot run`, {
            help: "choose the target docker, or watch it where it runs with `targets:`",
          }),
        ]
      : []),
  ];
}

/** One of the forms' keys may be misspelt, which the schema has said. */
const hasUnknownKey = (at: string, settings: Declared["settings"], located: CheckContext["located"]): boolean =>
  Object.keys(valueAt(located.value, at) ?? {}).some((key) => !Object.hasOwn(settings, key));

/** The manifest of one of our apps; undefined for any other app and for what is none. */
export const manifestOf = ({ settings }: Declared): AppManifest | undefined =>
  typeof settings.app === "string" && Object.hasOwn(APPS, settings.app) ? APPS[settings.app] : undefined;

/** Whether its `app` is no folder of apps/: checkFolder tells that, and nothing needs to tell what follows from it. */
export const isUnknownApp = (declared: Declared): declared is Declared & { settings: { app: string } } =>
  typeof declared.settings.app === "string" && manifestOf(declared) === undefined;

/** Whether nothing of it runs here. */
export const isWatchedOnly = ({ component, settings }: Declared): boolean =>
  component === "app" && settings.app === undefined && settings.image === undefined;

function checkFolder(declared: Declared, { located }: CheckContext): Finding[] {
  if (!isUnknownApp(declared)) return [];
  const { app } = declared.settings;
  const known = Object.keys(APPS);
  const message = `there is no app "${app}" in apps/${didYouMean(app, known)}`;
  return [
    finding("app", located.place(`${declared.pointer}/app`), message, {
      help: `known apps: ${known.sort().join(", ")}`,
    }),
  ];
}

/** Our apps refuse at their start what is judged here by the same function. */
function checkVariables(declared: Declared, { located }: CheckContext): Finding[] {
  const manifest = manifestOf(declared);
  const variables = (declared.settings.env ?? {}) as Readonly<Record<string, string>>;
  if (manifest === undefined) return [];
  return Object.entries(variables).flatMap(([name, text]) => {
    const at = `${declared.pointer}/env${pointer(name)}`;
    const message = variableProblem(manifest, name, text);
    return message === undefined
      ? []
      : [finding("app", located.place(at, Object.hasOwn(manifest.variables, name) ? "value" : "key"), message)];
  });
}

/** What is wrong with a variable of one of our apps; undefined when it is good. */
export function variableProblem({ name: app, variables }: AppManifest, name: string, text: string): string | undefined {
  const variable = Object.hasOwn(variables, name) ? variables[name] : undefined;
  // Empty counts as not set; what a placeholder becomes is known at the target only.
  const isOpen = text === "" || text.search(PLACEHOLDER) >= 0;
  if (variable !== undefined) return isOpen ? undefined : problemOf(name, variable, text);
  if (GIVEN.includes(name)) return `${name} is set by where "${app}" runs; another port is said by the key "port"`;
  const known = Object.keys(variables);
  return `"${app}" has no variable ${name}${didYouMean(name, known)} (it has ${known.join(", ") || "none"})`;
}
