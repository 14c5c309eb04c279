import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import { unknownIn } from "../../host/deploy/asked.ts";
import { output, run } from "../../host/run.ts";

/** What a program says that stands in cdktf's place: the file looks only at the program's name. */
async function said(script: string, ...command: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "watchkeeper-test-"));
  try {
    const program = join(folder, "cdktf");
    await writeFile(program, script);
    return await output([
      process.execPath,
      "--require",
      join(CHECKOUT, "host/cdktf-environment.cjs"),
      program,
      ...command,
    ]);
  } finally {
    await rm(folder, { recursive: true });
  }
}

test.each([
  ["behind the command", ["deploy", "shop", "--auto-approve"], "shop --auto-approve", undefined],
  ["misspelt", ["deploy", "shpo"], "shpo", "shpo"],
  [
    "behind flags that come before the command, whose values are no names",
    ["--log-level", "debug", "deploy", "shop"],
    "--log-level debug deploy shop",
    undefined,
  ],
])("names %s", async (_, command, words, unknown) => {
  const heard = (await said("console.log(process.env.WATCHKEEPER_CDKTF_WORDS)", ...command)).trim();
  expect(heard).toBe(words);
  expect(unknownIn(["shop"], heard)).toBe(unknown);
});

test("what reads HCL is loaded when it is used, and not before", async () => {
  const script = `
    const load = require("node:module").createRequire(${JSON.stringify(join(CHECKOUT, "main.ts"))});
    const compilers = () => Object.keys(load.cache).filter((file) => /typescript\\.js$/.test(file)).length;
    const hcl2cdk = load("@cdktf/hcl2cdk");
    const before = compilers();
    console.log(before, typeof hcl2cdk.convert, compilers() > 0);
    process.exit(); // It asks Terraform for its version.
  `;
  expect((await said(script)).trim()).toBe("0 function true");
});

test("cdktf converts HCL as ever", async () => {
  const command = ["npx", "cdktf", "convert", "--language", "typescript"];
  const { code, stdout } = await run(command, { cwd: CHECKOUT, input: 'output "answer" {\n  value = 42\n}\n' });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('new TerraformOutput(this, "answer"') });
});
