import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ScratchCheckout, scratchCheckout } from "../support/scratch-checkout.ts";

const SCRIPT = `
  import { main } from "./host/commands/up.ts";
  main(["shop", "--instance", process.env.INSTANCE], Promise.resolve(0)).catch((error) => {
    console.log(error.message + " // " + error.help);
    process.exitCode = error.exitCode;
  });`;
/** As Terraform keeps it of a stack that is deployed. */
const STATE = {
  version: 4,
  resources: [
    {
      type: "terraform_data",
      name: "claim",
      instances: [{ attributes: { id: "owner", output: { value: { stack: "shop-one", kind: "native" } } } }],
    },
  ],
};

let checkout: ScratchCheckout;
beforeAll(async () => {
  checkout = await scratchCheckout(SCRIPT);
  await mkdir(join(checkout.folder, "configs/shop"), { recursive: true });
  await writeFile(join(checkout.folder, "terraform.shop.tfstate"), JSON.stringify(STATE));
});
afterAll(() => checkout.remove());

test("a second copy from the same checkout would take the place of the one that runs, and is refused", async () => {
  const { code, stdout } = await checkout.run({ INSTANCE: "two" });
  expect(stdout).toContain("shop-one is deployed from this checkout, and shop-two would take its place // ");
  expect(stdout).toContain("`npx cdktf destroy shop`");
  expect(code).toBe(2);
  expect(existsSync(join(checkout.folder, "configs/shop/local.yml"))).toBe(false);
});

test("the one that is deployed is no second copy", async () => {
  const { stdout } = await checkout.run({ INSTANCE: "one" });
  expect(stdout).toContain("configs/shop has no environment.yml");
});
