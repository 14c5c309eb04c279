import { describe, expect, test } from "vitest";
import { check } from "../../../lib/check/index.ts";
import type { Versions } from "../../../lib/check/version.ts";
import { isError } from "../../../lib/finding.ts";

const found = (text: string, versions: Versions = {}) =>
  check([{ path: "a.yml", text }], { versions })
    .filter(({ severity }) => severity !== "info")
    .map(({ severity, check }) => `${severity} ${check}`);
const rule = (text: string) => `groups:\n  - name: a\n    rules:\n      - alert: A\n        ${text}\n`;

describe("comments silence", () => {
  test("the check they name, on their own line", () => {
    expect(found(rule("expr: sum( # watchkeeper:ignore promql/syntax on purpose"))).toEqual([]);
    expect(found(rule("expr: sum( # watchkeeper:ignore rules/expr"))).toEqual(["error promql/syntax"]);
  });
  test("the block below them", () => {
    expect(found("# watchkeeper:ignore prometheus/structure\nscrape_configs:\n  - jobname: a\n")).toEqual([]);
  });
});

describe("versions", () => {
  const keep = "scrape_configs:\n  - job_name: a\n    keep_dropped_targets: 5\n";
  test("a key that the version does not know yet is an error", () =>
    expect(found(keep, { prometheus: "2.45.6" })).toEqual(["error prometheus/version"]));
  test("and says which version knows it", () => {
    const [finding] = check([{ path: "a.yml", text: keep }], { versions: { prometheus: "2.45.6" } });
    expect(finding).toMatchObject({ line: 3, column: 5, message: expect.stringContaining("needs Prometheus 2.47") });
  });
  test("it is none where the version is not known", () => expect(found(keep)).toEqual([]));

  const gone = "scrape_configs:\n  - job_name: a\n    scrape_classic_histograms: true\n";
  test("a key that is gone is an error there, and a warning where the version is not known", () => {
    expect(found(gone, { prometheus: "3.1.0" })).toEqual(["error prometheus/version"]);
    expect(found(gone)).toEqual(["warning prometheus/version"]);
    expect(found(gone, { prometheus: "2.53.0" })).toEqual([]);
  });

  const unknown = "scrape_configs:\n  - job_name: a\n    scrape_everything: true\n";
  test("an unknown key is an error, but a warning for a Prometheus that is newer than we are", () => {
    expect(found(unknown, { prometheus: "3.15.0" })).toEqual(["error prometheus/structure"]);
    expect(found(unknown, { prometheus: "9.0.0" })).toEqual(["warning prometheus/structure"]);
  });

  const queue = "remote_write:\n  - { url: 'http://a', queue_config: { min_shards: 9, max_shards: 3 } }\n";
  test("what only newer versions refuse is a warning where the version is not known", () => {
    expect(found(queue)).toEqual(["warning prometheus/queue"]);
    expect(found(queue, { prometheus: "3.15.0" })).toEqual(["error prometheus/queue"]);
    expect(found(queue, { prometheus: "2.42.0" })).toEqual([]);
  });
});

describe("files that exist", () => {
  const text =
    "rule_files: [rules/*.yml]\nscrape_configs:\n  - { job_name: a, tls_config: { cert_file: a.crt, key_file: a.key } }\n";
  const withDisk = (paths: readonly string[]) =>
    check([{ path: "conf/prometheus.yml", text }], { glob: (_, pattern) => paths.filter((path) => path === pattern) })
      .filter(({ severity }) => severity !== "info")
      .map(({ severity, check, message }) => `${severity} ${check} ${message.match(/"[^"]*"/)?.[0]}`);
  test("are asked for only where the disk can be asked", () =>
    expect(found(text).filter((line) => !line.startsWith("info"))).toEqual([]));
  test("a missing TLS file is an error, rule files that match nothing are a warning", () => {
    expect(withDisk(["a.crt"])).toEqual([
      'warning prometheus/rule-files "rules/*.yml"',
      'error prometheus/file-missing "a.key"',
    ]);
  });
});

test("findings of several files come by file and place", () => {
  const files = ["b.yml", "a.yml"].map((path) => ({ path, text: "groups:\n  - rules: 5\n    name: [x]\n" }));
  expect(check(files).map(({ file, line }) => `${file}:${line}`)).toEqual(["a.yml:2", "a.yml:3", "b.yml:2", "b.yml:3"]);
});

test("below the first document nothing is read, and that is said", () => {
  expect(found("groups: []\n---\n{{{")).toEqual(["warning yaml/second-document"]);
});

test("duplicate rules are a warning", () => {
  expect(found("groups: [{ name: a, rules: [{ record: x, expr: up }, { record: x, expr: up }] }]")).toEqual([
    "warning rules/duplicate",
  ]);
});

test("a range vector as a rule's expression is a warning: promtool takes it", () => {
  expect(found(rule("expr: (up[5m] offset 1m)"))).toEqual(["warning promql/type"]);
});

describe("what only the disk, or an old version, can tell", () => {
  const withoutDisk = (text: string, versions: Versions = {}) =>
    check([{ path: "a.yml", text }], { versions, glob: () => [] }).map(({ severity, check }) => `${severity} ${check}`);
  test("files of discovery, and the folder of the query log (T33), are warnings", () => {
    const text =
      "global: { query_log_file: /var/log/none/query.log }\nscrape_configs: [{ job_name: a, file_sd_configs: [{ files: [a.json] }] }]\n";
    expect(withoutDisk(text)).toEqual(["warning prometheus/query-log", "warning prometheus/file-sd"]);
  });
  test("rule files that a test names", () =>
    expect(withoutDisk("rule_files: [../rules/*.yml]\ntests: []\n")).toEqual(["warning tests/rule-files"]));
  test("a web server's certificate is an error", () => {
    const text = "tls_server_config: { cert_file: a.crt, key_file: a.key }\n";
    expect(withoutDisk(text)).toEqual(["error web/file-missing", "error web/file-missing"]);
    const elsewhere = "tls_server_config: { cert_file: /etc/a.crt, key_file: a.key }\n";
    expect(withoutDisk(elsewhere)).toEqual(["warning web/file-missing", "error web/file-missing"]);
  });
  test("RSA key exchange: promtool 3.15, built with Go 1.26, refuses it, 2.42 does not", () => {
    const text =
      "tls_server_config: { cert: &p '-----BEGIN ', key: *p, cipher_suites: [TLS_RSA_WITH_AES_128_CBC_SHA] }\n";
    expect(withoutDisk(text, { prometheus: "3.15.0" })).toEqual(["error web/cipher"]);
    expect(withoutDisk(text)).toEqual(["warning web/cipher"]);
  });
  test.each(["queue_config:", "queue_config: { max_backoff: 0s }"])("%s: Prometheus 3.12 refuses it", (queue) => {
    const text = `remote_write:\n  - url: http://a\n    ${queue}\n`;
    expect(found(text, { prometheus: "3.15.0" })).toEqual(["error prometheus/queue"]);
    expect(found(text, { prometheus: "2.42.0" })).toEqual([]);
  });
  test("EC2 needs a region before 3.8", () => {
    const text = "scrape_configs: [{ job_name: a, ec2_sd_configs: [{ port: 80 }] }]\n";
    expect(found(text, { prometheus: "2.53.0" })).toEqual(["error prometheus/aws-region"]);
    expect(found(text)).toEqual([]);
  });
});

describe("the kind of a file", () => {
  const kind = (text: string, path = "a.yml") => check([{ path, text }])[0]?.check.split("/")[0];
  test.each([
    ["scrape_config: []", "a.yml", "prometheus"],
    ["global: { scrape_intervall: 5s }", "a.yml", "prometheus"],
    ["groups: 5", "a.yml", "rules"],
    ["group: []", "a.yml", "rules"],
    ["route: 5", "a.yml", "alertmanager"],
    ["basic_auth_user: {}", "a.yml", "web"],
    ["module: {}", "a.yml", "blackbox"],
    ["slos: 5", "a.yml", "slo"],
    ["x: 5", "conf/rules/a.yml", "rules"],
    ["x: 5", "prometheus-lab.yml", "prometheus"],
    ["services: {}", "a.yml", "check"],
  ])("%s in %s", (text, path, name) => expect(kind(text, path)).toBe(name));
  test("an empty file that is called as a rule file is one", () =>
    expect(check([{ path: "rules/a.yml", text: "" }])).toEqual([]));
});

describe("what a version of Prometheus does not refuse yet, or does not know yet", () => {
  const errors = (kind: "prometheus" | "web", text: string, version: string) =>
    check([{ path: "a.yml", text }], { kind, versions: { prometheus: version } })
      .filter(isError)
      .map(({ check }) => check);

  test.each(["http", "puppetdb"])("two ways to authenticate in %s discovery, before 2.48", (name) => {
    const auth = "bearer_token: a, bearer_token_file: b";
    const text = `scrape_configs: [{ job_name: a, ${name}_sd_configs: [{ url: http://a, query: b, ${auth} }] }]`;
    const ofThis = (version: string) =>
      errors("prometheus", name === "http" ? text.replace("query: b, ", "") : text, version);
    expect(ofThis("2.47.2")).toEqual([]);
    expect(ofThis("2.48.0")).toEqual(["prometheus/auth-once"]);
  });
  test.each([
    ["rate_limit: { burst: 5 }", "3.7.0", "3.8.0"],
    ["tls_server_config: { cert_file: a, key_file: b, client_allowed_sans: [c] }", "2.44.0", "2.45.0"],
    [
      "tls_server_config: { cert_file: a, key_file: b, client_auth_type: RequireAnyClientCert, client_ca: c }",
      "2.49.1",
      "2.50.0",
    ],
  ])("%s of a web configuration", (text, before, since) => {
    expect(errors("web", text, before)).toEqual(["web/version"]);
    expect(errors("web", text, since)).toEqual([]);
  });
});

describe("files that a prometheus.yml names", () => {
  const text =
    "rule_files: [rules.yml]\nscrape_config_files: [jobs.yml]\nscrape_configs: [{ job_name: a, file_sd_configs: [{ files: [targets.json] }] }]\n";
  const named = (files: Readonly<Record<string, string>>) =>
    check([{ path: "prometheus.yml", text }], {
      read: (_, pattern) => (files[pattern] === undefined ? [] : [{ path: pattern, text: files[pattern] }]),
    })
      .filter(({ severity }) => severity !== "info")
      .map(({ file, line, column, check }) => `${file}:${line}:${column} ${check}`);

  test("are judged as what they are", () => {
    const broken = {
      "rules.yml": "groups: [{ rules: [] }]",
      "jobs.yml": "global: {}\nscrape_configs: [{ jobname: b }]",
      "targets.json": '[{ "targets": ["a:80"], "label": {} }]',
    };
    expect(named(broken)).toEqual([
      "jobs.yml:1:1 prometheus/scrape-file",
      "jobs.yml:2:20 prometheus/structure",
      "rules.yml:1:10 rules/group-name",
      "targets.json:1:25 prometheus/structure",
    ]);
  });
  test("may not repeat a job of the main file, of another file, or of themselves named twice", () => {
    const files: Readonly<Record<string, string>> = {
      "one.yml": "scrape_configs: [{ job_name: main }, { job_name: shared }]",
      "two.yml": "scrape_configs: [{ job_name: own }, { job_name: shared }]",
      "*.yml": "scrape_configs: [{ job_name: own }]",
    };
    const main = "scrape_config_files: [one.yml, two.yml, '*.yml']\nscrape_configs: [{ job_name: main }]\n";
    const findings = check([{ path: "prometheus.yml", text: main }], {
      read: (_, pattern) => [{ path: pattern === "*.yml" ? "two.yml" : pattern, text: files[pattern] ?? "" }],
    });
    const repeated = findings.filter(({ check }) => check === "prometheus/job-name");
    expect(repeated.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`)).toEqual([
      'one.yml:1:30 a scrape job of the name "main" is there already, in the main file',
      'two.yml:1:30 scrape_config_files names this file a second time, and with it the scrape job "own"',
      'two.yml:1:49 a scrape job of the name "shared" is there already, in one.yml',
    ]);
  });
  test("of scrape_config_files inherit the global options, and name files below their own folder", () => {
    const main = "global: { scrape_interval: 5s }\nscrape_config_files: [sub/jobs.yml]\n";
    const files: Readonly<Record<string, string>> = {
      "sub/jobs.yml":
        "scrape_configs:\n- job_name: a\n  scrape_timeout: 30s\n  tls_config: { cert_file: c.pem, key_file: k.pem }\n  file_sd_configs: [{ files: [t.json] }]\n",
      "sub/t.json": '[{ "label": {} }]',
    };
    const at = (path: string, pattern: string) => `${path.includes("/") ? "sub/" : ""}${pattern}`;
    const findings = check([{ path: "prometheus.yml", text: main }], {
      read: (path, pattern) => [{ path: at(path, pattern), text: files[at(path, pattern)] ?? "" }],
      glob: (path, pattern) => ["sub/jobs.yml", "sub/t.json", "sub/c.pem"].filter((file) => file === at(path, pattern)),
    });
    expect(findings.map(({ file, line, column, check }) => `${file}:${line}:${column} ${check}`)).toEqual([
      "sub/jobs.yml:3:19 prometheus/timeout",
      "sub/jobs.yml:4:45 prometheus/file-missing",
      "sub/t.json:1:4 prometheus/structure",
    ]);
  });
  test("may silence checks themselves", () => {
    expect(named({ "rules.yml": "# watchkeeper:ignore rules/group-name\ngroups: [{ rules: [] }]" })).toEqual([]);
  });
});

describe("the target of a replacement, before Prometheus 3.2", () => {
  const errors = (target: string) =>
    check(
      [
        {
          path: "a.yml",
          text: `scrape_configs: [{ job_name: a, relabel_configs: [{ target_label: "${target}" }] }]`,
        },
      ],
      { versions: { prometheus: "2.42.0" } },
    ).filter(isError);

  test.each(["a1", "_", "$1", "${1}a", "a$b${c}1", "a$1b"])("%s", (target) => expect(errors(target)).toEqual([]));
  test.each(["1a", "a-b", "$", "${", "a b", "${a-b}"])("not %s", (target) => expect(errors(target)).toHaveLength(1));
  // Once every letter more doubled the time.
  test("a long one takes no longer", { timeout: 5000 }, () => expect(errors(`${"a".repeat(40)}-`)).toHaveLength(1));
});
