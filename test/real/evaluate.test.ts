import { mkdtemp, readdir, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import { run } from "../../host/run.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "watchkeeper-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

const answering = (answer: string) =>
  `exports.answer = () => ${JSON.stringify(answer)};\nexports.exit = (code) => { process.exitCode = code; };`;

/** What the module answers in a process of its own, which ends with the code. */
async function answerOf(module: string, code = 0): Promise<string> {
  const evaluate = pathToFileURL(join(CHECKOUT, "scripts/evaluate.mjs")).href;
  const program = `const { evaluate } = await import("${evaluate}");
const { answer, exit } = evaluate("${module}", "test");
console.log(answer());
exit(${code});`;
  const outcome = await run([process.execPath, "--input-type=module", "--eval", program]);
  expect(outcome).toMatchObject({ code, stderr: "" });
  return outcome.stdout.trim();
}

const keptIn = async (): Promise<readonly string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith(".v8")).map((name) => join(folder, name));

test("what V8 compiled is kept when a command ends well, and used while it fits", async () => {
  const module = join(folder, "module.cjs");
  await writeFile(module, answering("one"));
  expect(await answerOf(module, 3)).toBe("one");
  expect(await keptIn()).toEqual([]);
  expect(await answerOf(module)).toBe("one");
  const [kept = "", ...more] = await keptIn();
  expect(more).toEqual([]);
  const { mtimeMs } = await stat(kept);
  expect(await answerOf(module)).toBe("one");
  expect((await stat(kept)).mtimeMs).toBe(mtimeMs);

  await truncate(kept, 300);
  expect(await answerOf(module)).toBe("one");
  expect((await stat(kept)).size).toBeGreaterThan(300);

  await writeFile(module, answering("another one"));
  expect(await answerOf(module)).toBe("another one");
});
