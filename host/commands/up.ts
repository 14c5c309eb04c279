import { join } from "node:path";
import { type Environment, stackOf } from "../../lib/environment/environment.ts";
import { isError } from "../../lib/finding.ts";
import { misuse, readArguments } from "../arguments.ts";
import { CHECKOUT } from "../checkout.ts";
import { compose } from "../deploy/compose.ts";
import { type Destination, readPlan } from "../deploy/plan.ts";
import { provision } from "../deploy/provision.ts";
import { destinationOf } from "../deploy/site.ts";
import { readState } from "../deploy/state.ts";
import { Refused, UserError } from "../errors.ts";
import { writeLocalSettings } from "../local-settings.ts";
import { readEnvironment } from "../read-environment.ts";
import { runInForeground } from "../run.ts";
import { makeAbsentSecrets } from "../secrets.ts";
import { namedStacksFolder } from "../targets/native/layout.ts";
import { findTerraform } from "../terraform.ts";
import { main as verify } from "./verify.ts";

const DEFAULT_ENVIRONMENT = "task-processor";

const USAGE = {
  command: "npm run up -- [ENV]",
  about: `Sets up what is missing, deploys the environment (${DEFAULT_ENVIRONMENT} where none is said), verifies it, and prints where everything is.
What flags say is kept in the environment's local.yml.`,
  flags: {
    target: {
      value: "auto|native|docker",
      about: "where it runs; auto takes docker where an engine answers, else native",
    },
    "port-offset": { value: "N", about: "added to every port, for a copy beside another" },
    instance: { value: "NAME", about: "tells a second copy, from a clone of its own, from the first" },
  },
};

const say = (line: string): void => console.error(line);

/**
 * `up [ENV] [--target T] [--port-offset N] [--instance NAME]`: first-time set-up, deploy, verify; prints where everything is. `cli`: exit
 * code of the installation of CDKTF's command line, which goes on while programs and images are prepared.
 */
export async function main(args: readonly string[], cli: Promise<number>): Promise<number> {
  const { name, settings } = read(args);
  const terraform = await findTerraform();
  if (settings.instance !== undefined) await refuseSecondCopy(name, settings.instance);
  if (Object.keys(settings).length > 0) await writeLocalSettings(CHECKOUT, name, settings, say);
  const environment = await valid(name);
  const destination = await decideTarget(environment);
  const { images, missing } = await provision(environment, destination, terraform, say);
  if (images !== environment.images && images !== "undecided")
    await writeLocalSettings(CHECKOUT, name, { images }, say);
  for (const [program, reason] of missing) say(`${program}: left out (${reason})`);
  // Of what cannot be had here, nothing asks for a secret.
  await makeAbsentSecrets(CHECKOUT, (await compose(await valid(name))).environment, say);
  if ((await cli) !== 0)
    throw new UserError("npm did not install CDKTF's command line; what it said stands above", {
      help: "see that npm's registry answers (`npm ping`), and type the same again",
    });
  await deploy(name);
  const verified = await verify([name]);
  await printAddresses(name);
  return verified;
}

function read(args: readonly string[]) {
  const swallowed = Object.keys(USAGE.flags).filter(isSwallowed);
  if (swallowed.length > 0) {
    throw misuse(
      USAGE,
      `npm took ${swallowed.map((flag) => `--${flag}`).join(" and ")} for its own: flags of up stand behind --`,
    );
  }
  const { values, positionals } = readArguments(args, USAGE);
  const [name = DEFAULT_ENVIRONMENT, ...more] = positionals;
  if (more.length > 0) throw misuse(USAGE, `one environment at a time, and not also ${more.join(", ")}`);
  const offset = values["port-offset"];
  return {
    name,
    settings: {
      ...(values.target === undefined ? {} : { target: values.target }),
      ...(offset === undefined ? {} : { port_offset: Number(offset) }),
      ...(values.instance === undefined ? {} : { instance: values.instance }),
    },
  };
}

/**
 * npm keeps a flag before `--` as a setting of its own, and up would deploy something else than was meant. A `target` with a version is
 * what Electron's developers set for their native modules.
 */
function isSwallowed(flag: string): boolean {
  const value = process.env[`npm_config_${flag.replaceAll("-", "_")}`];
  return value !== undefined && !(flag === "target" && /^v?\d/.test(value));
}

/** A checkout has one state of an environment: another copy would take the place of the one that runs. */
async function refuseSecondCopy(name: string, instance: string): Promise<void> {
  const deployed = (await readState(CHECKOUT, name))?.destination?.stack;
  if (deployed === undefined || deployed === stackOf(name, instance)) return;
  throw new UserError(
    `${deployed} is deployed from this checkout, and ${stackOf(name, instance)} would take its place`,
    {
      help: `type the same in another clone, for a copy beside it; or take this one away first: \`npx cdktf destroy ${name}\``,
      exitCode: 2,
    },
  );
}

async function valid(name: string): Promise<Environment> {
  const { environment, findings } = await readEnvironment(CHECKOUT, name);
  if (environment === undefined) throw new Refused(findings.filter(isError));
  return environment;
}

/** `auto` is decided once, and kept; so is the place that variables name, for commands that are typed without them. */
async function decideTarget(environment: Environment): Promise<Destination> {
  const destination = await destinationOf(environment);
  const { kind } = destination;
  if (environment.target.kind === "auto") {
    say(`target: ${kind} (${kind === "docker" ? "a" : "no"} Docker engine answers)`);
  }
  const place = namedPlace(destination);
  if (environment.target.kind === "auto" || place !== undefined) {
    const target = place === undefined ? kind : { [kind]: place };
    await writeLocalSettings(CHECKOUT, environment.name, { target }, say);
  }
  return { ...destination, ...place };
}

/** Where variables say that it runs, when the environment does not: which engine, or which folder. */
function namedPlace({ kind, host, home }: Destination): Pick<Destination, "host" | "home"> | undefined {
  if (host !== undefined || home !== undefined) return undefined;
  const named = kind === "docker" ? process.env.DOCKER_HOST || undefined : namedStacksFolder();
  if (named === undefined) return undefined;
  return kind === "docker" ? { host: named } : { home: named };
}

async function deploy(name: string): Promise<void> {
  // As `npx cdktf` would be, without npm's own start.
  const cdktf = ["--require", join(CHECKOUT, "host/cdktf-environment.cjs"), join(CHECKOUT, "node_modules/.bin/cdktf")];
  const words = ["deploy", name, "--auto-approve"];
  const code = await runInForeground([process.execPath, ...cdktf, ...words], { cwd: CHECKOUT });
  if (code !== 0) throw new UserError(`the deploy of ${name} did not end well; what it said stands above`);
}

async function printAddresses(name: string): Promise<void> {
  const { components } = await readPlan(CHECKOUT, name);
  const width = Math.max(...components.map((component) => component.name.length));
  for (const component of components) {
    const address = component.addresses.http;
    if (address !== undefined) console.log(`${component.name.padEnd(width)}  http://${address}/`);
  }
}
