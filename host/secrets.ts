import { randomBytes } from "node:crypto";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Environment, SecretSource } from "../lib/environment/environment.ts";
import { pagerdutyKeyProblem, pagerdutyKeys, secretSources } from "../lib/environment/secrets.ts";
import type { Finding } from "../lib/finding.ts";
import { pointer } from "../lib/yaml/index.ts";
import { UserError } from "./errors.ts";
import { run } from "./run.ts";

/** Keys and passwords are short; a larger file is another one, given by mistake. */
const MAX_BYTES = 64 * 1024;
const COMMAND_SECONDS = 60;

/** What some editors on Windows begin a text with. Whoever judges a secret trims it away, and whoever uses it does not. */
const BYTE_ORDER_MARK = /^\uFEFF/;

/** The text of a secret without its last line break and a byte order mark. `folder` is the environment's, absolute. Throws UserError, which never holds the text. */
export async function readSecret(folder: string, source: SecretSource): Promise<string> {
  const text = (await read(folder, source)).replace(BYTE_ORDER_MARK, "").replace(/\r?\n$/, "");
  if (text.trim() === "") throw new UserError(`${nameOf(source)} is empty`, { help: "put the secret there" });
  return text;
}

function read(folder: string, source: SecretSource): Promise<string> {
  if ("file" in source) return readSecretFile(join(folder, source.file), source);
  return "env" in source ? readVariable(source.env) : readOutput(folder, source.command);
}

/** How a source is called in messages. */
export function nameOf(source: SecretSource): string {
  if ("file" in source) return `the secret file ${source.file}`;
  return "env" in source ? `the variable ${source.env}` : `the output of ${source.command[0]}`;
}

async function readSecretFile(path: string, source: { readonly file: string }): Promise<string> {
  const name = nameOf(source);
  try {
    const file = await stat(path);
    if (!file.isFile()) throw new UserError(`${name} is not a file`);
    if (file.size > MAX_BYTES) throw new UserError(`${name} has ${file.size} bytes: this is no secret`);
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") {
      throw new UserError(`${name} does not exist`, { help: `write the secret into it: umask 077; cat > ${path}` });
    }
    throw new UserError(`${name} cannot be read (${code})`, { help: `make it readable for you: chmod 600 ${path}` });
  }
}

async function readVariable(name: string): Promise<string> {
  const text = process.env[name];
  if (text === undefined) throw new UserError(`the variable ${name} is not set`, { help: `export ${name}=…` });
  return text;
}

async function readOutput(folder: string, command: readonly string[]): Promise<string> {
  const { code, stdout } = await run(command, { cwd: folder, timeoutSeconds: COMMAND_SECONDS });
  if (code === 0) return stdout;
  const why = code === 127 ? "is not installed" : code === 124 ? "gave no answer in time" : `ended with ${code}`;
  throw new UserError(`the program ${command[0]} of a secret ${why}`, { help: `see why: ${command.join(" ")}` });
}

/**
 * What is wrong with an environment's secrets, without showing one: missing, empty, readable by others, and keys that
 * PagerDuty never gave out (requirements T14: amtool accepts a placeholder). Runs the commands of those that come from one.
 */
export async function checkSecrets(root: string, environment: Environment): Promise<Finding[]> {
  const folder = join(root, environment.folder);
  const keys = pagerdutyKeys(environment);
  const findings = Object.entries(environment.secrets).map(async ([name, source]) =>
    [...(await openToOthers(folder, source)), ...(await faultOf(folder, source, keys.has(name)))].map(
      (fault): Finding => ({ ...environment.place(pointer("secrets", name)), check: "environment/secret", ...fault }),
    ),
  );
  return (await Promise.all(findings)).flat();
}

type Fault = Pick<Finding, "severity" | "message" | "help">;

async function faultOf(folder: string, source: SecretSource, isKey: boolean): Promise<Fault[]> {
  try {
    const text = await readSecret(folder, source);
    const problem = isKey ? pagerdutyKeyProblem(text) : undefined;
    if (problem === undefined) return [];
    const help = "take the integration key of the service in PagerDuty: Integrations, Events API v2";
    return [{ severity: "error", message: `${nameOf(source)} ${problem}`, help }];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [{ severity: "error", message: error.message, ...(error.help !== undefined && { help: error.help }) }];
  }
}

async function openToOthers(folder: string, source: SecretSource): Promise<Fault[]> {
  if (!("file" in source)) return [];
  const file = await stat(join(folder, source.file)).catch(() => undefined);
  if (file === undefined || (file.mode & 0o007) === 0) return [];
  const help = `chmod 600 ${join(folder, source.file)}`;
  return [{ severity: "warning", message: `${nameOf(source)} is open to every user of this machine`, help }];
}

/**
 * Makes the secret files of a sandbox environment that are absent: random, readable for their owner alone; `say` is told each.
 * Where `paging: pagerduty`, only PagerDuty can make a key, so nothing is made that would look like one.
 */
export async function makeAbsentSecrets(
  root: string,
  environment: Environment,
  say: (line: string) => void,
): Promise<void> {
  const keys = pagerdutyKeys(environment);
  for (const [name, source] of secretSources(environment)) {
    if (!("file" in source) || (environment.paging === "pagerduty" && keys.has(name))) continue;
    if (await makeAbsent(join(root, environment.folder, source.file))) {
      say(`${environment.folder}/${source.file}: made, as it was absent`);
    }
  }
}

/** PagerDuty's keys have 32 characters; as a password, 128 random bits cannot be guessed. */
async function makeAbsent(path: string): Promise<boolean> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    await writeFile(path, `${randomBytes(16).toString("hex")}\n`, { mode: 0o600, flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}
