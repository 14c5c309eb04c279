import { describe, expect, test } from "vitest";
import { checkEnvironmentFile, loadEnvironment } from "../../../lib/environment/load.ts";

const BASE = `version: 1
name: base
paging: sandbox
external_labels: { cluster: lab, region: eu }
components:
  prometheus: { scrape_interval: 15s, retention: { time: 15d, size: 10GB } }
  node-exporter: { port: 9101 }
apps:
  - { name: a, targets: [a:1], labels: { team: x } }
  - { name: b, targets: [b:1] }
`;
const OWN = `version: 1
name: shop
extends: ../base
external_labels: { region: us }
components:
  prometheus: { retention: { size: null } }
  node-exporter: null
apps:
  - { name: b, targets: [b:2] }
  - { name: c, targets: [c:1] }
`;

const load = (files: Record<string, string>) =>
  loadEnvironment(new Map(Object.entries(files).map(([path, text]) => [`configs/${path}`, text])), "configs/shop");
const loadShop = (own: string, more: Record<string, string> = {}) =>
  load({ "base/environment.yml": BASE, "shop/environment.yml": own, ...more });
const said = (loaded: ReturnType<typeof load>) =>
  loaded.findings.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);

describe("extends", () => {
  const { environment, findings } = loadShop(OWN);

  test("maps merge, lists merge by name, null takes away", () => {
    expect(findings).toEqual([]);
    expect(environment).toMatchObject({
      name: "shop",
      paging: "sandbox",
      externalLabels: { cluster: "lab", region: "us" },
    });
    expect(environment?.components.map(({ name }) => name)).toEqual(["prometheus", "pagerduty-sandbox", "a", "b", "c"]);
    expect(environment?.components[0]?.settings).toMatchObject({ scrape_interval: "15s", retention: { time: "15d" } });
    expect(environment?.components[0]?.settings.retention).not.toHaveProperty("size");
    expect(environment?.components[3]?.settings.targets).toEqual(["b:2"]);
  });

  test.each([
    ["/components/prometheus/scrape_interval", "base", 6, 34],
    ["/external_labels/region", "shop", 4, 28],
    ["/external_labels/cluster", "base", 4, 29],
    ["/apps/0/labels/team", "base", 9, 48],
    ["/apps/1/targets/0", "shop", 9, 26],
    ["/paging", "base", 3, 9],
    ["/name", "shop", 2, 7],
  ])("%s keeps its file", (pointer, folder, line, column) => {
    expect(environment?.place(pointer)).toMatchObject({ file: `configs/${folder}/environment.yml`, line, column });
  });

  test("a mistake in what is extended is reported there", () => {
    const files = {
      "base/environment.yml": BASE.replace("port: 9101", "prot: 9101"),
      "shop/environment.yml": OWN.replace("  node-exporter: null\n", ""),
    };
    expect(said(load(files))).toEqual([
      'configs/base/environment.yml:7:20 unknown key "prot" in "node-exporter"; did you mean "port"?',
    ]);
  });

  test("a circle is refused", () => {
    const files = { "base/environment.yml": `${BASE}extends: ../shop\n`, "shop/environment.yml": OWN };
    expect(said(load(files))).toEqual([
      "configs/base/environment.yml:11:10 configs/shop extends configs/base extends configs/shop: this never ends",
    ]);
  });

  test("rules are shared, and a file of the same name is replaced", () => {
    const shared = {
      "base/rules/a.yml": "groups: []",
      "base/rules/b.yml": "groups: []",
      "shop/rules/b.yml": "groups: [ ]",
      "shop/rules/notes.txt": "",
    };
    expect(loadShop(OWN, shared).environment?.rules.map(({ path }) => path)).toEqual([
      "configs/base/rules/a.yml",
      "configs/shop/rules/b.yml",
    ]);
  });
});

describe("apps/*.yml", () => {
  test("hold one entry or a list, after those of environment.yml", () => {
    const { environment, findings } = loadShop(OWN, {
      "shop/apps/d.yml": "name: d\ntargets: [d:1]\n",
      "shop/apps/e.yml": "- { name: e, targets: [e:1] }\n- { name: f, targets: [f:1] }\n",
    });
    expect(findings).toEqual([]);
    expect(environment?.components.slice(-4).map(({ name, pointer }) => [name, pointer])).toEqual([
      ["c", "/apps/2"],
      ["d", "/apps/3"],
      ["e", "/apps/4"],
      ["f", "/apps/5"],
    ]);
    expect(environment?.place("/apps/5/targets/0")).toMatchObject({
      file: "configs/shop/apps/e.yml",
      line: 2,
      column: 24,
    });
  });

  test("a name in two files is a mistake, not a merge", () => {
    expect(said(loadShop(OWN, { "shop/apps/d.yml": "name: c\ntargets: [d:1]\n" }))).toEqual([
      'configs/shop/apps/d.yml:1:7 the name "c" is taken by what stands in configs/shop/environment.yml:10',
    ]);
  });

  test("mistakes are reported in their own file", () => {
    expect(said(loadShop(OWN, { "shop/apps/d.yml": "name: d\ntarget: [d:1]\n", "shop/apps/e.yml": "" }))).toEqual([
      'configs/shop/apps/d.yml:2:1 unknown key "target" in item 4 of "apps"; did you mean "targets"?',
      'configs/shop/apps/e.yml:1:1 item 5 of "apps" must be a map, but is empty',
    ]);
    expect(said(loadShop(OWN, { "shop/apps/d.yml": "name: [" }))).toEqual([
      expect.stringContaining("configs/shop/apps/d.yml:1:8 this is not valid YAML"),
    ]);
  });
});

describe("local.yml", () => {
  test("overrides single keys", () => {
    const { environment } = loadShop(OWN, {
      "shop/local.yml":
        "target: { docker: { host: ssh://ops@mon1 } }\nport_offset: 1000\ninstance: two\nimages: made\n",
    });
    expect(environment).toMatchObject({
      target: { kind: "docker", host: "ssh://ops@mon1" },
      portOffset: 1000,
      instance: "two",
      stack: "shop-two",
      images: "made",
    });
    expect(environment?.place("/target")).toMatchObject({ file: "configs/shop/local.yml", line: 1 });
  });

  test.each([
    [
      "prot_offset: 1",
      ['configs/shop/local.yml:1:1 unknown key "prot_offset" in the file; did you mean "port_offset"?'],
    ],
    [
      "port_offset: 60000",
      ['configs/shop/local.yml:1:14 "port_offset" is the number 60000, but must be at most 50000'],
    ],
    ["paging: sandbox", ['configs/shop/local.yml:1:1 unknown key "paging" in the file']],
    ["# nothing", []],
  ])("%s", (text, expected) => {
    expect(said(loadShop(OWN, { "shop/local.yml": text }))).toEqual(expected);
  });

  test("an offset that leaves the range of ports is a mistake of local.yml's", () => {
    const own = OWN.replace("node-exporter: null", "node-exporter: { port: 50000 }");
    expect(said(loadShop(own, { "shop/local.yml": "port_offset: 20000" }))).toEqual([
      'configs/shop/local.yml:1:14 "node-exporter" would listen on port 70000, and ports end at 65535',
    ]);
  });
});

describe("several of a kind", () => {
  const several = (list: string) =>
    loadShop(OWN.replace("  node-exporter: null", `  node-exporter: ${list}`), {
      "base/environment.yml": BASE.replace("  node-exporter: { port: 9101 }\n", ""),
    });
  test("each has its name, its number and its port", () => {
    const { environment, findings } = several("[{ name: one }, { name: two }]");
    expect(findings).toEqual([]);
    expect(environment?.components.filter(({ component }) => component === "node-exporter")).toMatchObject([
      { name: "one", index: 0 },
      { name: "two", index: 1 },
    ]);
  });
  test.each([
    ["[{ name: one }, {}]", ['configs/shop/environment.yml:7:34 item 2 of "node-exporter" lacks the key "name"']],
    [
      "[{ name: one }, { name: one }]",
      ['configs/shop/environment.yml:7:42 the name "one" is taken by what stands in configs/shop/environment.yml:7'],
    ],
    [
      "[{ name: one, port: 9200 }, { name: two, port: 9200 }]",
      [
        'configs/shop/environment.yml:7:65 port 9200 is taken twice: by "one" (configs/shop/environment.yml:7) and by "two"',
      ],
    ],
  ])("%s", (list, expected) => {
    expect(said(several(list))).toEqual(expected);
  });
});

test("numbers stay as they are written where a text is wanted", () => {
  const { environment, findings } = loadShop(OWN.replace("region: us", "version: 1.10, on: true"));
  expect(findings).toEqual([]);
  expect(environment?.externalLabels).toMatchObject({ version: "1.10", on: "true" });
});

test("a comment silences its check in its block", () => {
  const own = OWN.replace(
    "name: shop",
    "# watchkeeper:ignore environment/name the folder is renamed next week\nname: shopping",
  );
  expect(loadShop(own).findings).toEqual([]);
  expect(loadShop(own.replace("environment/name", "environment/port")).findings).toHaveLength(1);
});

test("a file alone is judged without what stands beside it", () => {
  const text = `${BASE.replace("name: base", "name: anything")}drills: [{ name: d, break: { stop: node-exporter }, expect: SomewhereElse }]\n`;
  expect(checkEnvironmentFile({ path: "tmp/x.yml", text })).toEqual([]);
  expect(checkEnvironmentFile({ path: "x.yml", text: text.replace("stop: node-exporter", "stop: a") })).toMatchObject([
    { file: "x.yml", line: 11 },
  ]);
});
