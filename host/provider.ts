import { existsSync, readdirSync } from "node:fs";
import { cp, mkdir, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GO_MODULES, SUPPORTED } from "../versions.ts";
import { cachePath } from "./checkout.ts";
import { NEEDS_MIB, requireSpace } from "./disk.ts";
import { UserError } from "./errors.ts";
import { withLock } from "./lock.ts";
import { PLATFORM } from "./platform.ts";
import { buildGo } from "./programs/go.ts";
import { Unavailable } from "./programs/resolved.ts";
import { run } from "./run.ts";
import type { Terraform } from "./terraform.ts";
import { isWithin } from "./versions.ts";

/**
 * A mirror in the layout that Terraform looks up by itself below `terraform.d/plugins`, unpacked:
 * https://developer.hashicorp.com/terraform/cli/config/config-file#implied-local-mirror-directories
 */
const MIRROR = cachePath("terraform-plugins");
/** On the same file system, so that a rename puts the mirror in place whole. */
const SCRATCH = cachePath("terraform-plugins.new");
const PROVIDER = "kreuzwerker/docker";

type Say = (line: string) => void;

/**
 * Puts the Docker provider into the checkout's mirror, once: fetched by Terraform itself where its registry answers, else
 * built from its Go module, which takes two to four minutes on two cores. Throws UserError when neither way is open.
 */
export async function ensureDockerProvider(terraform: Terraform, say: Say = console.error): Promise<void> {
  if (mirrored()) return;
  const lock = cachePath("terraform-plugins.lock");
  await withLock(
    lock,
    async () => {
      if (!mirrored()) await fillMirror(terraform, say);
    },
    (pid) => say(`waiting for process ${pid}, which gets Terraform's Docker provider`),
  );
}

/** The version in the mirror that is supported. */
function mirrored(): string | undefined {
  return folders(MIRROR)
    .flatMap((host) => folders(join(MIRROR, host, PROVIDER)))
    .find((version) => isWithin(version, SUPPORTED.dockerProvider));
}

const folders = (path: string): readonly string[] => (existsSync(path) ? readdirSync(path) : []);

async function fillMirror(terraform: Terraform, say: Say): Promise<void> {
  await rm(SCRATCH, { recursive: true, force: true });
  try {
    const refusal = await fetchProvider(terraform);
    if (refusal !== undefined) await buildProvider(refusal, say);
    await rm(MIRROR, { recursive: true, force: true });
    await rename(join(SCRATCH, "plugins"), MIRROR);
    const from =
      refusal === undefined
        ? "from where Terraform gets its providers"
        : `built from its Go module into .cache (${refusal})`;
    say(`Terraform's Docker provider ${mirrored()}: ${from}`);
  } finally {
    await rm(SCRATCH, { recursive: true, force: true });
  }
}

/** Lets Terraform fetch it, so that the user's proxies, mirrors and settings hold. Returns why it could not. */
async function fetchProvider(terraform: Terraform): Promise<string | undefined> {
  const { from, below } = SUPPORTED.dockerProvider;
  const wanted = { docker: { source: PROVIDER, version: `>= ${from}, < ${below}` } };
  const folder = join(SCRATCH, "init");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers: wanted } }));
  const outcome = await run([terraform.path, "init", "-backend=false", "-input=false", "-no-color"], {
    cwd: folder,
    env: { CHECKPOINT_DISABLE: "1", TF_REGISTRY_DISCOVERY_RETRY: "0", TF_REGISTRY_CLIENT_TIMEOUT: "10" },
    timeoutSeconds: 300,
  });
  if (outcome.code !== 0) return reasonOf(outcome.stderr);
  await cp(join(folder, ".terraform/providers"), join(SCRATCH, "plugins"), { recursive: true, dereference: true });
  return undefined;
}

/** Terraform's reason without its frame, its line breaks and its advice. */
function reasonOf(stderr: string): string {
  const text = stderr.replace(/[│╷╵]/g, "").replace(/\s+/g, " ").trim();
  return /Error: (.*?)(?: To see which modules|$)/.exec(text)?.[1] ?? text;
}

async function buildProvider(refusal: string, say: Say): Promise<void> {
  const { release, version, go } = GO_MODULES.dockerProvider;
  say(
    "Terraform's Docker provider: its registry does not answer; building it from its Go module, which takes minutes …",
  );
  await requireSpace(cachePath(), NEEDS_MIB.go, "building Terraform's Docker provider");
  // The module calls itself by the path of its former home.
  const path = "github.com/terraform-providers/terraform-provider-docker";
  const replace = { [path]: `github.com/${PROVIDER.replace("/", "/terraform-provider-")} v${version}` };
  const build = {
    version: release,
    stamp: "main.version",
    require: { [path]: "0.0.0" },
    replace,
    go,
    quick: true,
  } as const;
  const folder = join(SCRATCH, "build");
  try {
    await buildGo(build, [path], folder);
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    throw new UserError(`Terraform's Docker provider cannot be had: Terraform says: ${refusal}; ${error.message}`, {
      help: "see that registry.terraform.io answers, or install Go and see that `go env GOPROXY` answers; or use `--target native`, which needs no provider",
    });
  }
  const platform = `${PLATFORM.os}_${PLATFORM.architecture}`;
  const place = join(SCRATCH, "plugins/registry.terraform.io", PROVIDER, release, platform);
  await mkdir(place, { recursive: true });
  const name = "terraform-provider-docker";
  await rename(join(folder, "bin", name), join(place, `${name}_v${release}`));
}

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
