import { existsSync } from "node:fs";
import { isAbsolute } from "node:path";
import { SUPPORTED } from "../versions.ts";
import { UserError } from "./errors.ts";
import { findOnPath } from "./programs/path.ts";
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
  const path = isAbsolute(name) && existsSync(name) ? name : await findOnPath([name]);
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
