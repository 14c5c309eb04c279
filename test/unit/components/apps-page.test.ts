import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { CONVENTIONS } from "../../../lib/components/app/red.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";

const PAGE = readFileSync(new URL("../../../docs/apps.md", import.meta.url), "utf8");
const HEAD = "version: 1\nname: lab\ntarget: docker\npaging: sandbox\n";

/** Each example as a whole file: parts of an entry get one around them, entries a list. */
function wholes(): string[] {
  return [...PAGE.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, text = ""]) => {
    const entries = text.startsWith("    ") ? `apps:\n  - name: own\n    targets: ["10.0.0.1:80"]\n${text}` : text;
    const apps = entries.startsWith("- ") ? `apps:\n${entries}` : entries;
    return `${HEAD}${apps.includes("components:") ? "" : "components: { prometheus: {} }\n"}${apps}`;
  });
}

test.each(wholes())("an example that is copied is an environment: %s", (text) => {
  expect(loadEnvironment(new Map([["configs/lab/environment.yml", text]]), "configs/lab").findings).toEqual([]);
});

test("the page has each convention with its names", () => {
  for (const [name, { requests, duration }] of Object.entries(CONVENTIONS)) {
    const row = PAGE.split("\n").find((line) => line.startsWith(`| \`${name}\``));
    expect([name, row]).toEqual([name, expect.stringContaining(`\`${requests}\``)]);
    expect([name, row]).toEqual([name, expect.stringContaining(`\`${duration}\``)]);
  }
});
