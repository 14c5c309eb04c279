import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const files = readdirSync(join(ROOT, "configs"), { recursive: true, encoding: "utf8" })
  .map((path) => `configs/${path}`)
  // What git ignores is this checkout's own.
  .filter((path) => /\.ya?ml$/.test(path) && !path.endsWith("/local.yml"))
  .sort();

test("there are configuration files", () => expect(files.length).toBeGreaterThan(3));

describe("names its schema in its first line", () => {
  test.each(files)("%s", (path) => {
    const [first = ""] = readFileSync(join(ROOT, path), "utf8").split("\n", 1);
    const [, schema = ""] = /^# yaml-language-server: \$schema=(\S+\.schema\.json)$/.exec(first) ?? [];
    expect(first).toContain("# yaml-language-server: $schema=");
    expect(schema.startsWith("http") || existsSync(join(ROOT, dirname(path), schema)), schema).toBe(true);
  });
});
