import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CHECKOUT } from "../../host/checkout.ts";
import { type Outcome, run } from "../../host/run.ts";
import type { Finding } from "../../lib/finding.ts";

const TOLD = "labels: { severity: info }, annotations: { summary: S }";
const BAD = `groups: [{ name: a, rules: [{ alert: B, expr: 'sum(x', ${TOLD} }] }]\n`;
const GOOD = `groups: [{ name: a, rules: [{ alert: B, expr: up == 0, ${TOLD} }] }]\n`;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "watchkeeper-check-"));
  mkdirSync(join(folder, "mixed/node_modules"), { recursive: true });
  writeFileSync(join(folder, "mixed/bad.yml"), BAD);
  writeFileSync(join(folder, "mixed/good.yaml"), GOOD);
  writeFileSync(join(folder, "mixed/compose.yml"), "services: {}\n");
  writeFileSync(join(folder, "mixed/node_modules/skipped.yml"), BAD);
  writeFileSync(join(folder, "latin1.yml"), Buffer.from("groups: # \xe9\n", "latin1"));
  writeFileSync(join(folder, "prometheus.yml"), "rule_files: [mixed/*.yaml, alerts/*.yml]\n");
});
afterAll(() => rmSync(folder, { recursive: true }));

const check = (args: readonly string[], input?: string): Promise<Outcome> =>
  run([join(CHECKOUT, "node_modules/.bin/zx"), join(CHECKOUT, "scripts/check.mjs"), ...args], {
    cwd: folder,
    ...(input !== undefined && { input }),
  });

describe("scripts/check.mjs", () => {
  test("0 and nothing found for a good file", async () => {
    expect(await check(["mixed/good.yaml"])).toEqual({ code: 0, stdout: "nothing found\n", stderr: "" });
  });

  test("1, the place and the source line for an error", async () => {
    const { code, stdout } = await check(["mixed/bad.yml"]);
    expect(code).toBe(1);
    expect(stdout).toContain("mixed/bad.yml:1:51: error:");
    expect(stdout).toContain(BAD.trim());
    expect(stdout).toContain("1 error in 1 file");
  });

  test("JSON with the contract's keys", async () => {
    const { code, stdout } = await check(["--format", "json", "--kind", "rules", "-"], BAD);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual([
      {
        file: "<stdin>",
        line: 1,
        column: 51,
        endLine: 1,
        endColumn: expect.any(Number),
        severity: "error",
        check: "promql/syntax",
        message: expect.any(String),
        help: expect.any(String),
      },
    ]);
  });

  test("a line for each finding where GitHub reads it", async () => {
    const { stdout } = await check(["--format", "github", "mixed/bad.yml"]);
    expect(stdout).toMatch(/^::error file=mixed\/bad\.yml,line=1,/);
  });

  test("a folder is walked, and files of other programs in it are passed over", async () => {
    const { code, stdout } = await check(["--format", "json", "mixed"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout).map(({ file }: { file: string }) => file)).toEqual(["mixed/bad.yml"]);
  });

  test("a folder with an environment.yml is that environment, tests and all, and a file of it is judged as part of it", async () => {
    const environment = join(CHECKOUT, "configs/task-processor");
    cpSync(environment, join(folder, "configs/shop"), { recursive: true });
    for (const only of ["_base", "_workshop"])
      cpSync(join(CHECKOUT, "configs", only), join(folder, "configs", only), { recursive: true });
    const path = join(folder, "configs/shop/environment.yml");
    writeFileSync(path, readFileSync(path, "utf8").replace("name: task-processor", "name: shop"));
    expect((await check(["--format", "github", "configs"])).stdout).not.toContain("::error");
    writeFileSync(join(folder, "configs/shop/rules/shop.yml"), GOOD.replace("up ==", "tasks_proccessed_total =="));
    writeFileSync(join(folder, "configs/shop/tests/shop.yml"), "tests: [{ intervall: 1m }]\n");
    const found = async (path: string) =>
      JSON.parse((await check(["--format", "json", path])).stdout).map((each: Finding) => `${each.file} ${each.check}`);
    const both = ["configs/shop/rules/shop.yml rules/unknown-metric", "configs/shop/tests/shop.yml tests/structure"];
    expect(await found("configs/shop")).toEqual(expect.arrayContaining(both));
    expect(await found("configs/shop/rules/shop.yml")).toContain(both[0]);
    expect(await found("configs/shop/tests/shop.yml")).toEqual([both[1]]);
  });

  test("an environment of the checkout may be named as the other commands name it", async () => {
    expect(await check(["task-processor"])).toEqual({ code: 0, stdout: "nothing found\n", stderr: "" });
  });

  test("a file whose kind cannot be told is an error that says what can be done", async () => {
    const { code, stdout } = await check(["mixed/compose.yml"]);
    expect(code).toBe(1);
    expect(stdout).toContain("its keys are services");
    expect(stdout).toContain("--kind");
  });

  test("rule_files that match nothing are a warning", async () => {
    const { code, stdout } = await check(["prometheus.yml"]);
    expect(code).toBe(0);
    expect(stdout).toContain('prometheus.yml:1:28: warning: no file matches "alerts/*.yml"');
  });

  test("what is no UTF-8 is said with its place", async () => {
    const { code, stdout } = await check(["latin1.yml"]);
    expect(code).toBe(1);
    expect(stdout).toContain("latin1.yml:1:11: error: this is not UTF-8 text from here on");
  });

  test.each([
    [["task-procesor"], 'there is no file or environment "task-procesor"', "did you mean task-processor?"],
    [["mixed/god.yaml"], 'there is no file "mixed/god.yaml"', "did you mean mixed/good.yaml?"],
    [["--format", "jsn", "mixed"], '--format is "jsn"', 'did you mean "json"?'],
    [["--kind", "rule", "mixed"], '--kind is "rule"', 'did you mean "rules"?'],
    [["--fix"], "--fix", "scripts/check.mjs"],
  ])("2 for misuse: %j", async (args, message, help) => {
    const { code, stdout, stderr } = await check(args);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(message);
    expect(stderr).toContain(help);
  });

  test("with no file, every environment of the checkout, which has no error", async () => {
    const { code, stdout } = await check(["--format", "json"]);
    expect(JSON.parse(stdout).filter(({ severity }: { severity: string }) => severity === "error")).toEqual([]);
    expect(code).toBe(0);
  });
});
