import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readState } from "../../host/deploy/state.ts";

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "watchkeeper-state-"));
});
afterAll(() => rm(root, { recursive: true }));

const STATE = JSON.stringify({
  version: 4,
  resources: [{ type: "terraform_data", name: "claim", instances: [{ attributes: { id: "the-owner" } }] }],
});
const file = (name: string) => join(root, `terraform.${name}.tfstate`);

test.each([
  ["nothing", ""],
  ["half of it", STATE.slice(0, 60)],
])("of a state that a killed deploy left as %s, the one before takes the place", async (_, torn) => {
  await writeFile(file("torn"), torn);
  await writeFile(`${file("torn")}.backup`, STATE);
  expect((await readState(root, "torn"))?.owner).toBe("the-owner");
  expect(await readFile(file("torn"), "utf8")).toBe(STATE);
});

test("a state that is being written is waited for", async () => {
  await writeFile(file("slow"), "");
  setTimeout(() => writeFile(file("slow"), STATE), 200);
  expect((await readState(root, "slow"))?.owner).toBe("the-owner");
});

test("without a state, or with a torn one that had none before it, nothing is known", async () => {
  expect(await readState(root, "absent")).toBeUndefined();
  await writeFile(file("first"), "");
  expect(await readState(root, "first")).toBeUndefined();
});
