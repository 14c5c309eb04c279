import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cachePath } from "../../host/checkout.ts";
import { findOnPath } from "../../host/programs/path.ts";
import { ensureDockerProvider, linkPlugins } from "../../host/provider.ts";
import { output } from "../../host/run.ts";
import { findTerraform } from "../../host/terraform.ts";
import { testEngine } from "../support/engine.ts";
import { scratchCheckout } from "../support/scratch-checkout.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "watchkeeper-terraform-"));
});
afterEach(() => rm(folder, { recursive: true }));

describe("Terraform", () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
    delete process.env.TERRAFORM_BINARY_NAME;
  });
  const put = async (name: string, says: string) => {
    await writeFile(join(folder, name), `#!/bin/sh\necho '${says}'\n`);
    await chmod(join(folder, name), 0o755);
    process.env.PATH = folder;
  };

  test("is found with its version", async () => {
    await put("terraform", "Terraform v1.5.7");
    expect(await findTerraform()).toEqual({ path: join(folder, "terraform"), version: "1.5.7" });
  });

  test("may be OpenTofu, by the name or the path that cdktf takes too", async () => {
    await put("tofu", "OpenTofu v1.12.6");
    for (const name of ["tofu", join(folder, "tofu")]) {
      process.env.TERRAFORM_BINARY_NAME = name;
      expect(await findTerraform()).toEqual({ path: join(folder, "tofu"), version: "1.12.6" });
    }
  });

  test("that is missing, too old or something else is a user's error", async () => {
    process.env.PATH = folder;
    await expect(findTerraform()).rejects.toThrow("Terraform is missing: no `terraform` on the PATH");
    await put("terraform", "Terraform v1.4.9");
    await expect(findTerraform()).rejects.toThrow(
      `${join(folder, "terraform")} is version 1.4.9, and watchkeeper needs 1.5.0`,
    );
    await put("terraform", "Hello");
    await expect(findTerraform()).rejects.toMatchObject({ name: "UserError" });
  });
});

describe("the Docker provider", () => {
  test("that neither a registry nor Go gives is a user's error with both reasons", async () => {
    const checkout = await scratchCheckout(`
      import { ensureDockerProvider } from "./host/provider.ts";
      import { findTerraform } from "./host/terraform.ts";
      ensureDockerProvider(await findTerraform()).catch((error) => console.log(error.name + ": " + error.message));`);
    try {
      await mkdir(join(checkout.folder, "bin"));
      await symlink((await findTerraform()).path, join(checkout.folder, "bin/terraform"));
      // No registry answers through a proxy that is not there.
      const env = { PATH: join(checkout.folder, "bin"), HTTPS_PROXY: "http://127.0.0.1:1" };
      const { stdout } = await checkout.run(env);
      expect(stdout).toMatch(
        /^UserError: Terraform's Docker provider cannot be had: Terraform says: .*registry.*; Go is not installed/,
      );
    } finally {
      await checkout.remove();
    }
  });

  test("is taken from where the user's Terraform gets its providers, when that answers", async ({ skip }) => {
    if ((await hasTerraform) === undefined) return skip("no Terraform");
    await ensureDockerProvider(await findTerraform());
    const checkout = await scratchCheckout(`
      import { ensureDockerProvider } from "./host/provider.ts";
      import { findTerraform } from "./host/terraform.ts";
      for (const time of [1, 2]) await ensureDockerProvider(await findTerraform(), console.log);`);
    try {
      // As a company has it: Terraform's own configuration names a mirror.
      const config = join(checkout.folder, "terraform.rc");
      const mirror = cachePath("terraform-plugins");
      await writeFile(config, `provider_installation {\n  filesystem_mirror {\n    path = "${mirror}"\n  }\n}\n`);
      const { stdout } = await checkout.run({ TF_CLI_CONFIG_FILE: config });
      expect(stdout).toMatch(/^Terraform's Docker provider 4\.\d+\.\d+: from where Terraform gets its providers\n$/);
    } finally {
      await checkout.remove();
    }
  });

  const hasTerraform = findOnPath(["terraform"]);
  test("is found by a plain `terraform init` in a stack's folder, and plans against a real engine", async ({
    skip,
  }) => {
    const engine = await testEngine();
    if (engine === undefined || (await hasTerraform) === undefined) return skip("no engine, or no Terraform");
    const terraform = await findTerraform();
    await ensureDockerProvider(terraform);
    await linkPlugins(folder);
    await linkPlugins(folder);
    const configuration = {
      terraform: { required_providers: { docker: { source: "kreuzwerker/docker", version: ">= 4.5.0, < 5.0.0" } } },
      provider: { docker: { host: engine.host } },
      resource: { docker_volume: { data: { name: "watchkeeper-provider-test" } } },
    };
    await writeFile(join(folder, "main.tf.json"), JSON.stringify(configuration));
    const inFolder = { cwd: folder, env: { CHECKPOINT_DISABLE: "1" } };
    await output([terraform.path, "init", "-input=false"], inFolder);
    const plan = await output([terraform.path, "plan", "-input=false", "-no-color"], inFolder);
    expect(plan).toContain("Plan: 1 to add, 0 to change, 0 to destroy.");
  });
});
