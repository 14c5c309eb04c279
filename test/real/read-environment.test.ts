import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { writeLocalSettings } from "../../host/local-settings.ts";
import { environmentNames, readEnvironment, readEnvironments } from "../../host/read-environment.ts";
import { checkSecrets, makeAbsentSecrets, readSecret } from "../../host/secrets.ts";
import type { Environment } from "../../lib/environment/environment.ts";

const SHOP = `version: 1
name: shop
paging: sandbox
components:
  prometheus:
  alertmanager:
    route: { receiver: pagerduty }
    receivers:
      - name: pagerduty
        pagerduty_configs: [{ routing_key_file: $(secret:pagerduty) }]
  grafana:
secrets:
  pagerduty: { file: secrets/pagerduty }
`;
const KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "watchkeeper-test-"));
  await put("configs/shop/environment.yml", SHOP);
});
afterEach(() => rm(root, { recursive: true }));

async function put(path: string, text: string | Buffer, mode = 0o644): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text, { mode });
}
const said = async () =>
  (await readEnvironment(root, "shop")).findings.map(
    ({ file, line, column, severity, message }) => `${severity} ${file}:${line}:${column} ${message}`,
  );
async function shop(): Promise<Environment> {
  const { environment, findings } = await readEnvironment(root, "shop");
  if (environment === undefined) throw new Error(JSON.stringify(findings));
  return environment;
}

describe("readEnvironment", () => {
  test("reads rules, tests, dashboards and apps, and what it extends", async () => {
    await put("configs/_base/environment.yml", "components: { node-exporter: { port: 9101 } }\n");
    await put("configs/_base/rules/base.yml", "groups: []");
    await put("configs/shop/environment.yml", `${SHOP}extends: ../_base\n`);
    await put("configs/shop/rules/own.yml", "groups: []");
    await put("configs/shop/dashboards/a.json", "{}");
    await put("configs/shop/apps/worker.yml", "name: worker\napp: task-processor\n");
    const environment = await shop();
    expect(environment.rules.map(({ path }) => path)).toEqual([
      "configs/_base/rules/base.yml",
      "configs/shop/rules/own.yml",
    ]);
    expect(environment.dashboards).toHaveLength(1);
    expect(environment.components.map(({ name }) => name)).toEqual([
      "node-exporter",
      "prometheus",
      "alertmanager",
      "grafana",
      "pagerduty-sandbox",
      "worker",
    ]);
    expect(environment.place("/components/node-exporter/port")).toMatchObject({
      file: "configs/_base/environment.yml",
      line: 1,
    });
    expect(environment.place("/apps/0/app")).toMatchObject({
      file: "configs/shop/apps/worker.yml",
      line: 2,
      column: 6,
    });
    expect(await environmentNames(root)).toEqual(["shop"]);
  });

  test("an unknown name gets the nearest one, and is a misuse", async () => {
    await mkdir(join(root, "configs/empty"));
    await expect(readEnvironment(root, "shp")).rejects.toMatchObject({
      message: 'there is no environment "shp" in configs/; did you mean "shop"?',
      exitCode: 2,
    });
    await expect(readEnvironment(root, "empty")).rejects.toMatchObject({
      message: "configs/empty has no environment.yml",
    });
    await expect(readEnvironment(root, "../configs/shop")).rejects.toMatchObject({ exitCode: 2 });
  });

  test("a name whose folder is gone while its stack is deployed hears how to destroy it", async () => {
    const claim = { type: "terraform_data", name: "claim", instances: [{ attributes: { id: "1f0c" } }] };
    await put("terraform.gone.tfstate", JSON.stringify({ version: 4, resources: [claim] }));
    await put("terraform.destroyed.tfstate", JSON.stringify({ version: 4, resources: [] }));
    await expect(readEnvironment(root, "gone")).rejects.toMatchObject({
      help: "its stack is still deployed: put configs/gone back, and `npx cdktf destroy gone` takes it away",
    });
    await expect(readEnvironment(root, "destroyed")).rejects.toMatchObject({ help: "environments: shop" });
  });

  test("a broken environment holds up none of the others", async () => {
    await put("configs/broken/environment.yml", "version: [");
    const all = await readEnvironments(root);
    expect([...all].map(([name, { environment }]) => [name, environment !== undefined])).toEqual([
      ["broken", false],
      ["shop", true],
    ]);
  });

  test("a file that is not UTF-8 is reported where it stops being so", async () => {
    await put("configs/shop/rules/a.yml", Buffer.from("a: 1\nb: \xe4\n", "latin1"));
    expect(await said()).toEqual(["error configs/shop/rules/a.yml:2:4 this is not UTF-8 text from here on"]);
  });

  test("a byte order mark is no part of the text", async () => {
    await put("configs/shop/environment.yml", `\ufeff${SHOP}`);
    expect(await said()).toEqual([]);
  });

  test("a link out of configs/ is refused, one inside is followed", async () => {
    await put("outside.yml", "groups: []");
    await put("configs/shared/a.yml", "groups: []");
    await mkdir(join(root, "configs/shop/rules"));
    await symlink("../../../outside.yml", join(root, "configs/shop/rules/out.yml"));
    await symlink("../../shared/a.yml", join(root, "configs/shop/rules/in.yml"));
    await symlink("nowhere", join(root, "configs/shop/rules/nowhere.yml"));
    expect(await said()).toEqual([
      "error configs/shop/rules/nowhere.yml:1:1 this file cannot be read: it does not exist, or its link leads nowhere",
      "error configs/shop/rules/out.yml:1:1 this link leads out of configs/",
    ]);
  });

  test("what lies there and is not read is said", async () => {
    await put("configs/shop/rules/a.yaml", "groups: []");
    await put("configs/shop/rules/deep/a.yml", "groups: []");
    await put("configs/shop/rules/README.md", "");
    expect(await said()).toEqual([
      "warning configs/shop/rules/a.yaml:1:1 this file is not read",
      "warning configs/shop/rules/deep:1:1 this folder is not read",
    ]);
    await shop();
  });
});

describe("writeLocalSettings", () => {
  const lines: string[] = [];
  const write = (settings: object) => writeLocalSettings(root, "shop", settings, (line) => lines.push(line));
  const local = () => readFile(join(root, "configs/shop/local.yml"), "utf8");
  beforeEach(() => {
    lines.length = 0;
  });

  test("writes what it says, and later commands follow it", async () => {
    await write({ target: "native", port_offset: 1000 });
    expect(lines).toEqual(["configs/shop/local.yml: target: native", "configs/shop/local.yml: port_offset: 1000"]);
    expect(await shop()).toMatchObject({ target: { kind: "native" }, portOffset: 1000, images: "undecided" });
    lines.length = 0;
    await write({ target: "native" });
    expect(lines).toEqual([]);
  });

  test("keeps what the user wrote", async () => {
    await put("configs/shop/local.yml", "# mine\ntarget:\n  docker:\n    host: ssh://a\n# two\ninstance: b # here\n");
    await write({ target: "native", images: "made" });
    expect(await local()).toBe("# mine\ntarget: native\n# two\ninstance: b # here\nimages: made\n");
    expect(await shop()).toMatchObject({ stack: "shop-b", instance: "b", images: "made", target: { kind: "native" } });
  });

  test.each(["docker: { host: ssh://a }", "native: { home: /srv/stacks }"])(
    "a target of the same kind stays where it is, and one of the other kind does not: %s",
    async (place) => {
      const [kind = ""] = place.split(":");
      const text = `target:\n  ${place}\n`;
      await put("configs/shop/local.yml", text);
      await write({ target: kind });
      expect([await local(), lines]).toEqual([text, []]);
      const other = kind === "docker" ? "native" : "docker";
      await write({ target: other });
      expect(await local()).toBe(`target: ${other}\n`);
    },
  );

  test("refuses what cannot be, and writes nothing", async () => {
    await expect(write({ target: "dokcer" })).rejects.toMatchObject({
      exitCode: 2,
      message: '"target" is "dokcer", but must be auto, native or docker; did you mean "docker"?',
    });
    await expect(write({ port_offset: Number.NaN })).rejects.toMatchObject({ exitCode: 2 });
    await expect(local()).rejects.toMatchObject({ code: "ENOENT" });
  });
});

describe("secrets", () => {
  const folder = () => join(root, "configs/shop");
  const faults = async (environment: Environment) =>
    (await checkSecrets(root, environment)).map(({ severity, line, message }) => `${severity} ${line} ${message}`);

  test("from a file, a variable and a command, without the last line break", async () => {
    await put("configs/shop/secrets/a", "s3cret \n", 0o600);
    process.env.WATCHKEEPER_TEST_SECRET = "v4riable";
    expect(await readSecret(folder(), { file: "secrets/a" })).toBe("s3cret ");
    expect(await readSecret(folder(), { env: "WATCHKEEPER_TEST_SECRET" })).toBe("v4riable");
    expect(await readSecret(folder(), { command: ["printf", "c0mmand\n"] })).toBe("c0mmand");
    delete process.env.WATCHKEEPER_TEST_SECRET;
  });

  test("without the mark that an editor on Windows begins a file with, which PagerDuty takes for a part of the key", async () => {
    await put("configs/shop/secrets/pagerduty", `\uFEFF${KEY}\r\n`, 0o600);
    expect(await readSecret(folder(), { file: "secrets/pagerduty" })).toBe(KEY);
    expect(await faults(await shop())).toEqual([]);
    await put("configs/shop/secrets/a", "\uFEFF\n", 0o600);
    await expect(readSecret(folder(), { file: "secrets/a" })).rejects.toThrow("the secret file secrets/a is empty");
  });

  test.each([
    [{ file: "secrets/none" }, "the secret file secrets/none does not exist"],
    [{ file: "." }, "the secret file . is not a file"],
    [{ env: "WATCHKEEPER_TEST_UNSET" }, "the variable WATCHKEEPER_TEST_UNSET is not set"],
    [
      { command: ["watchkeeper-no-such-program"] },
      "the program watchkeeper-no-such-program of a secret is not installed",
    ],
    [{ command: ["sh", "-c", "echo s3cret; echo s3cret >&2; exit 3"] }, "the program sh of a secret ended with 3"],
    [{ command: ["true"] }, "the output of true is empty"],
  ])("%j: %s", async (source, message) => {
    await expect(readSecret(folder(), source)).rejects.toMatchObject({ name: "UserError", message });
  });

  test("absent ones of a sandbox are made, once, for their owner alone", async () => {
    const made: string[] = [];
    await makeAbsentSecrets(root, await shop(), (line) => made.push(line));
    expect(made.sort()).toEqual([
      "configs/shop/secrets/grafana-admin: made, as it was absent",
      "configs/shop/secrets/pagerduty: made, as it was absent",
    ]);
    const path = join(folder(), "secrets/pagerduty");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    const first = await readFile(path, "utf8");
    expect(first).toMatch(/^[0-9a-f]{32}\n$/);
    expect(await faults(await shop())).toEqual([]);
    await makeAbsentSecrets(root, await shop(), (line) => made.push(line));
    expect(made).toHaveLength(2);
    expect(await readFile(path, "utf8")).toBe(first);
  });

  test("a key of PagerDuty's is never made", async () => {
    await put("configs/shop/environment.yml", SHOP.replace("paging: sandbox", "paging: pagerduty"));
    await makeAbsentSecrets(root, await shop(), () => undefined);
    expect(await faults(await shop())).toEqual(["error 13 the secret file secrets/pagerduty does not exist"]);
  });

  test.each([
    ["<your-pagerduty-integration-key>", "still holds a placeholder instead of PagerDuty's key"],
    ["changeme", "still holds a placeholder instead of PagerDuty's key"],
    ["x".repeat(32), "still holds a placeholder instead of PagerDuty's key"],
    [KEY.slice(1), "is no key of PagerDuty's: those have 32 letters and digits, and this has 31 characters"],
    [`${KEY.slice(1)}!`, "is no key of PagerDuty's: it holds other characters than letters and digits"],
  ])("%s is refused, without being shown", async (text, problem) => {
    await put("configs/shop/secrets/pagerduty", `${text}\n`, 0o600);
    const findings = await checkSecrets(root, await shop());
    expect(findings).toMatchObject([{ line: 13, message: `the secret file secrets/pagerduty ${problem}` }]);
    expect(JSON.stringify(findings)).not.toContain(text);
  });

  test.each([KEY, "R0AbCdEfGhIjKlMnOpQrStUvWxYz0123"])(
    "a key of either version of the Events API is accepted: %s",
    async (key) => {
      await put("configs/shop/secrets/pagerduty", `${key}\n`, 0o600);
      expect(await faults(await shop())).toEqual([]);
    },
  );

  test("one that every user can read is warned of", async () => {
    await put("configs/shop/secrets/pagerduty", KEY, 0o600);
    await chmod(join(folder(), "secrets/pagerduty"), 0o644);
    expect(await faults(await shop())).toEqual([
      "warning 13 the secret file secrets/pagerduty is open to every user of this machine",
    ]);
  });
});
