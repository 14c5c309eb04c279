import { existsSync, readdirSync } from "node:fs";
import { cp, mkdir, mkdtemp, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { arch, platform } from "node:process";
import { GO_MODULES, SUPPORTED } from "../versions.ts";
import { cachePath } from "./checkout.ts";
import { NEEDS_MIB, requireSpace } from "./disk.ts";
import { UserError } from "./errors.ts";
import { withLock } from "./lock.ts";
import { buildGo } from "./programs/go.ts";
import { findOnPath } from "./programs/path.ts";
import { Unavailable } from "./programs/resolved.ts";
import { lastLines, run } from "./run.ts";
import { isWithin, versionIn } from "./versions.ts";

export interface Terraform {
  /** Absolute. */
  readonly path: string;
  readonly version: string;
}

/** Terraform, or what TERRAFORM_BINARY_NAME names (`tofu`), as cdktf looks for it. Throws UserError when missing or too old. */
export async function findTerraform(): Promise<Terraform> {
  const name = process.env.TERRAFORM_BINARY_NAME ?? "terraform";
  const { from } = SUPPORTED.terraform;
  const path = await findOnPath([name]);
  if (path === undefined) {
    throw new UserError(`Terraform is missing: no \`${name}\` on the PATH`, {
      help: `install Terraform ${from} or later, or OpenTofu and set TERRAFORM_BINARY_NAME=tofu`,
    });
  }
  const said = await run([path, "version"], { env: { CHECKPOINT_DISABLE: "1" }, timeoutSeconds: 20 });
  const version = versionIn(said.stdout);
  if (version === undefined) throw new UserError(`${path} does not say its version: ${lastLines(said.stderr, 2)}`);
  if (isWithin(version, SUPPORTED.terraform)) return { path, version };
  throw new UserError(`${path} is version ${version}, and watchkeeper needs ${from} or later`, {
    help: `install Terraform ${from} or later`,
  });
}

/**
 * A mirror in the layout that Terraform looks up by itself below `terraform.d/plugins`, unpacked:
 * https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
const MIRROR = cachePath("terraform-plugins");
const PROVIDER = "kreuzwerker/docker";

/**
 * Puts the Docker provider into the checkout's mirror, once: from Terraform's registry where it answers, else built from
 * its Go module, which takes two to four minutes on two cores. Throws UserError when neither way is open.
 */
export async function ensureDockerProvider(
  terraform: Terraform,
  say: (line: string) => void = console.error,
): Promise<void> {
  if (mirrored()) return;
  await withLock(
    cachePath("terraform-plugins.lock"),
    async () => {
      if (mirrored()) return;
      const refusal = await fetchProvider(terraform);
      if (refusal === undefined) say("Terraform's Docker provider: from Terraform's registry");
      else await buildProvider(refusal, say);
    },
    (pid) => say(`waiting for process ${pid}, which gets Terraform's Docker provider`),
  );
}

function mirrored(): boolean {
  return folders(MIRROR)
    .map((host) => join(MIRROR, host, PROVIDER))
    .some((folder) => folders(folder).some((version) => isWithin(version, SUPPORTED.dockerProvider)));
}

const folders = (path: string): readonly string[] => (existsSync(path) ? readdirSync(path) : []);

/**
 * Lets Terraform itself fetch the provider, so that the user's proxies, mirrors and settings hold. Returns why it could not.
 */
async function fetchProvider(terraform: Terraform): Promise<string | undefined> {
  const scratch = await mkdtemp(join(tmpdir(), "watchkeeper-provider-"));
  try {
    const { from, below } = SUPPORTED.dockerProvider;
    const wanted = { docker: { source: PROVIDER, version: `>= ${from}, < ${below}` } };
    await writeFile(join(scratch, "main.tf.json"), JSON.stringify({ terraform: { required_providers: wanted } }));
    const outcome = await run([terraform.path, "init", "-backend=false", "-input=false", "-no-color"], {
      cwd: scratch,
      env: { CHECKPOINT_DISABLE: "1", TF_REGISTRY_DISCOVERY_RETRY: "0", TF_REGISTRY_CLIENT_TIMEOUT: "10" },
      timeoutSeconds: 300,
    });
    if (outcome.code !== 0) return reasonOf(outcome.stderr);
    await cp(join(scratch, ".terraform/providers"), MIRROR, { recursive: true, dereference: true });
    return undefined;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Terraform's reason without its frame, its line breaks and its advice. */
function reasonOf(stderr: string): string {
  const text = stderr.replace(/[│╷╵]/g, "").replace(/\s+/g, " ").trim();
  return /Error: (.*?)(?: To see which modules|$)/.exec(text)?.[1] ?? text;
}

async function buildProvider(refusal: string, say: (line: string) => void): Promise<void> {
  const { release, version, go } = GO_MODULES.dockerProvider;
  say(
    "Terraform's Docker provider: its registry does not answer; building it from its Go module, which takes minutes …",
  );
  await requireSpace(cachePath(), NEEDS_MIB.go, "building Terraform's Docker provider");
  const scratch = cachePath("terraform-provider");
  // The module calls itself by the path of its former home.
  const path = "github.com/terraform-providers/terraform-provider-docker";
  const replace = { [path]: `github.com/${PROVIDER.replace("/", "/terraform-provider-")} v${version}` };
  try {
    await buildGo(
      { version: release, stamp: "main.version", require: { [path]: "0.0.0" }, replace, go },
      [path],
      scratch,
    );
    const target = join(MIRROR, "registry.terraform.io", PROVIDER, release, goPlatform());
    await mkdir(dirname(target), { recursive: true });
    await rename(
      join(scratch, "bin", "terraform-provider-docker"),
      join(scratch, "bin", `terraform-provider-docker_v${release}`),
    );
    await rename(join(scratch, "bin"), target);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    throw new UserError(`Terraform's Docker provider cannot be had: Terraform says: ${refusal}; ${error.message}`, {
      help: "see that registry.terraform.io answers, or install Go and see that `go env GOPROXY` answers; or use `--target native`, which needs no provider",
    });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  say(`Terraform's Docker provider ${release}: built from its Go module into .cache/terraform-plugins (${refusal})`);
}

const goPlatform = (): string => `${platform}_${arch === "x64" ? "amd64" : arch}`;

/**
 * Lets `terraform init` in a stack's folder find the mirror by itself. In the stack's folder and not in ~/.terraform.d, where
 * it would hide the registry from the user's other projects.
 */
export async function linkPlugins(stackFolder: string): Promise<void> {
  const link = join(stackFolder, "terraform.d", "plugins");
  if ((await readlink(link).catch(() => undefined)) === MIRROR) return;
  await mkdir(dirname(link), { recursive: true });
  await rm(link, { force: true });
  await symlink(MIRROR, link, "dir");
}
