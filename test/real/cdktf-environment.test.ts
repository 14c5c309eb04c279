import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import { unknownIn } from "../../host/deploy/asked.ts";
import { output } from "../../host/run.ts";

/** What the app hears of a cdktf command: the file looks only at the program's name. */
async function wordsOf(...command: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "watchkeeper-test-"));
  try {
    const program = join(folder, "cdktf");
    await writeFile(program, "console.log(process.env.WATCHKEEPER_CDKTF_WORDS)");
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
  const heard = (await wordsOf(...command)).trim();
  expect(heard).toBe(words);
  expect(unknownIn(["shop"], heard)).toBe(unknown);
});
