import { chmod, readFile, rm, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { prometheusClient } from "../../host/clients/prometheus.ts";
import { planFile } from "../../host/deploy/plan.ts";
import { run } from "../../host/run.ts";
import { layout, stackRoot } from "../../host/targets/native/layout.ts";
import { ensureSupervisor } from "../../host/targets/native/supervisor.ts";
import type { Outcome } from "../../host/verify/check.ts";
import { CHECKS } from "../../host/verify/checks/index.ts";
import { verifyEnvironment } from "../../host/verify/index.ts";
import { isSameExpression } from "../../lib/promql/index.ts";
import { edit, environmentYml, type NativeStack, nativeStack, PAGING } from "../support/native-stack.ts";
import { corpus } from "../support/promql.ts";

/** Seconds, so that what takes a minute in a real environment takes little here. */
const ENVIRONMENT = `${PAGING}  node-exporter: {}
apps:
  - { name: task-processor, app: task-processor, port: 8100 }
  - { name: elsewhere, targets: ["127.0.0.1:1"] }
secrets:
  pagerduty: { file: secrets/pagerduty }
`;

let stack: NativeStack;
beforeAll(async () => {
  stack = await nativeStack(ENVIRONMENT);
});
afterAll(() => stack?.remove());

const verify = async (waitSeconds = 0): Promise<readonly Outcome[]> =>
  verifyEnvironment(stack.root, await stack.environment(), { waitSeconds });

const named = (outcomes: readonly Outcome[], status: Outcome["status"]): readonly string[] => [
  ...new Set(outcomes.filter((outcome) => outcome.status === status).map(({ check }) => check)),
];

/** Each time the pager is sent an event, and of 120 a minute with one key it refuses the rest, pages among them. */
const PAUSE_MS = 700;

/** Asks until exactly these checks fail, and gives their outcomes. */
const failuresOf = (...checks: readonly string[]): Promise<readonly Outcome[]> => {
  let last: readonly string[] = [];
  const ask = async () => {
    const outcomes = await verify();
    last = named(outcomes, "fail");
    return last.join() === checks.join() ? outcomes.filter(({ status }) => status === "fail") : undefined;
  };
  return eventually(120, ask, PAUSE_MS).catch((error: Error) => {
    throw new Error(`${error.message}; at the end these failed: ${last.join()}`);
  });
};

const settled = () => failuresOf();

const signal = (name: string) => stack.target.signal(stack.component(name), "SIGHUP");

const orderFault = (status: number, seconds: number) =>
  fetch(`http://${stack.component("pagerduty-sandbox").addresses.http}/api/faults`, {
    method: "PUT",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ status, for_seconds: seconds }),
  });

const askAlertmanager = (path: string, request: RequestInit) =>
  fetch(`http://${stack.component("alertmanager").addresses.http}/api/v2/${path}`, request);

/** Silences what has a label, and gives the silence's id. */
async function silence(name: string, value: string): Promise<string> {
  const matchers = [{ name, value, isRegex: false, isEqual: true }];
  const [startsAt, endsAt] = [new Date(), new Date(Date.now() + 3_600_000)];
  const body = JSON.stringify({ matchers, startsAt, endsAt, createdBy: "test", comment: "for a test" });
  const headers = { "content-type": "application/json" };
  const answer = await askAlertmanager("silences", { method: "POST", headers, body });
  return ((await answer.json()) as { silenceID: string }).silenceID;
}

const expire = (id: string) => askAlertmanager(`silence/${id}`, { method: "DELETE" });

describe("a deployed environment", () => {
  test("holds in every check within the time that is waited", async () => {
    const outcomes = await verify(60);
    expect(outcomes.filter(({ status }) => status === "fail")).toEqual([]);
    expect([...new Set(outcomes.map(({ check }) => check))]).toEqual(CHECKS.map(({ name }) => name));
  });

  test("a file changed by hand, which a restart would load", async () => {
    const file = stack.published("prometheus", "prometheus.yml");
    await edit(file, (text) => `${text}# by hand\n`);
    expect(await failuresOf("files")).toMatchObject([
      { subject: "prometheus", evidence: "prometheus.yml was changed by hand, or is not deployed yet" },
    ]);
    await edit(file, (text) => text.replace("# by hand\n", ""));
    await settled();
  });

  test("a configuration changed by hand, and loaded", async () => {
    const file = stack.published("prometheus", "prometheus.yml");
    await edit(file, (text) => text.replace("evaluation_interval: 1s", "evaluation_interval: 2s"));
    await signal("prometheus");
    const [, running] = await failuresOf("files", "configuration-runs");
    expect(running).toMatchObject({
      subject: "prometheus",
      evidence: "global.evaluation_interval is 2s and was rendered as 1s",
      help: expect.stringMatching(
        /^npx cdktf deploy verified; where its files hold, have it load them again: \S+sv hup /,
      ),
    });
    await edit(file, (text) => text.replace("evaluation_interval: 2s", "evaluation_interval: 1s"));
    await signal("prometheus");
    await settled();
  });

  test("a rule changed by hand and loaded, whose file is as it was again", async () => {
    const file = stack.published("prometheus", "rules/watchkeeper-prometheus.yml");
    const rendered = await readFile(file, "utf8");
    await edit(file, (text) => text.replace("_reload_successful == 0", "_reload_successful == 7"));
    expect(await readFile(file, "utf8")).not.toBe(rendered);
    await signal("prometheus");
    await failuresOf("files", "rules");
    await edit(file, () => rendered);
    const [failure] = await failuresOf("rules");
    expect(failure).toMatchObject({
      subject: "prometheus_self_monitoring",
      evidence: expect.stringMatching(/Failed runs with the expression .+ == 7, and was rendered with .+ == 0$/),
    });
    const [, mend = ""] = failure?.help?.split("load them again: ") ?? [];
    expect(await run(["/bin/sh", "-c", mend])).toMatchObject({ code: 0 });
    await settled();
  });

  test("every expression that Prometheus prints anew is the one that was written", async () => {
    const file = stack.published("prometheus", "rules/corpus.yml");
    const taken = corpus("valid").filter(({ versions }) => ["2.42", "3.15"].every((each) => versions.includes(each)));
    const rules = taken.map(({ expression }) => ({ record: "printed", expr: expression }));
    await writeFile(file, JSON.stringify({ groups: [{ name: "corpus", interval: "1d", rules }] }));
    await signal("prometheus");
    const prometheus = stack.component("prometheus");
    const client = prometheusClient("prometheus", (path) => stack.target.get(prometheus, "http", path));
    const group = await eventually(30, async () => (await client.rules()).find(({ name }) => name === "corpus"));
    const others = rules.filter(({ expr }, index) => isSameExpression(expr, group.rules[index]?.query ?? "") !== true);
    expect(others).toEqual([]);
    await rm(file);
    await signal("prometheus");
    await settled();
  });

  test("files that it refuses to load", async () => {
    await edit(stack.published("prometheus", "prometheus.yml"), (text) => `${text}unknown: key\n`);
    await signal("prometheus");
    const failures = await failuresOf("files", "configuration-loaded");
    expect(failures[1]?.evidence).toContain("prometheus_config_last_reload_successful is not 1");
    await stack.deploy();
    await settled();
  });

  test("routes changed by hand, and loaded", async () => {
    const file = stack.published("alertmanager", "alertmanager.yml");
    await edit(file, (text) => text.replace("receiver: pagerduty", "receiver: default"));
    await signal("alertmanager");
    const failures = await failuresOf("files", "configuration-runs", "routes");
    expect(failures[2]?.evidence).toContain(".receiver is default and was rendered as pagerduty");
    await stack.deploy();
    await settled();
  });

  test("a secret that its program cannot read, that others can read, or that is another one", async () => {
    const file = stack.published("alertmanager", "secrets/pagerduty");
    await chmod(file, 0o444);
    expect((await failuresOf("secrets"))[0]?.evidence).toContain("others can read the file too, its mode is 444");
    await chmod(file, 0o600);
    await edit(file, () => "f".repeat(32));
    expect((await failuresOf("secrets"))[0]?.evidence).toContain("something else than its source");
    await rm(file);
    const [gone] = await failuresOf("secrets");
    expect(gone).toMatchObject({ subject: "pagerduty", help: "npx cdktf deploy verified" });
    expect(gone?.evidence).toContain("its program cannot read the file: ENOENT");
    await stack.deploy();
    await settled();
  });

  test("silences: of one alert, of all that page, and of the Watchdog", async () => {
    const one = await silence("alertname", "PrometheusRuleFailures");
    expect((await verify()).filter(({ check }) => check === "silences")).toMatchObject([
      {
        subject: "alertmanager",
        status: "warn",
        evidence: expect.stringMatching(/ of the \d+ alerts that page PrometheusRuleFailures$/),
      },
    ]);
    const all = await silence("severity", "critical");
    const failures = await failuresOf("silences");
    expect(failures.find(({ evidence }) => evidence.startsWith(`silence ${all} `))?.evidence).toMatch(
      / of test, "for a test", about \{severity="critical"\} until .+: .+/,
    );
    await Promise.all([one, all].map(expire));
    await settled();
    const watchdog = await silence("alertname", "Watchdog");
    const [arrives] = await failuresOf("alerts-arrive", "silences");
    expect(arrives?.evidence).toBe(`Watchdog fires here, and nobody is told: silenced by ${watchdog}`);
    await expire(watchdog);
    await settled();
  });

  test("a sandbox that refuses the key", async () => {
    await orderFault(403, 60);
    const [failure] = await failuresOf("pager");
    expect(failure?.evidence).toMatch(/\/v2\/change\/enqueue: a change event is answered 403/);
    expect(failure?.evidence).not.toContain("0123456789abcdef");
    await orderFault(403, 0);
    await settled();
  });
});

describe("parts that are away", () => {
  test("an application", async () => {
    await stack.target.stop("task-processor");
    const failures = await failuresOf("health", "targets", "queries");
    expect(failures[0]).toMatchObject({ subject: "task-processor", evidence: "it is deployed, and does not run" });
    expect(failures[1]).toMatchObject({ subject: "task-processor", evidence: expect.stringContaining("refused") });
    await stack.target.startAgain("task-processor");
    await settled();
  });

  test("Alertmanager", async () => {
    await stack.target.stop("alertmanager");
    const asked = ["configuration-loaded", "configuration-runs", "targets", "queries"];
    const failures = await failuresOf("health", ...asked, "alerts-arrive", "silences", "routes");
    expect(failures.find(({ check }) => check === "routes")?.evidence).toContain("alertmanager does not answer: ");
    await stack.target.startAgain("alertmanager");
    await settled();
  });

  test("Prometheus", async () => {
    await stack.target.stop("prometheus");
    const failures = (await verify()).filter(({ status }) => status === "fail");
    const [health, ...others] = failures;
    expect(health).toMatchObject({ check: "health", subject: "prometheus" });
    const reasons = new Set(others.filter(({ check }) => check !== "alerts-arrive").map(({ evidence }) => evidence));
    expect([...reasons]).toEqual([expect.stringContaining("prometheus does not answer: ")]);
    await stack.target.startAgain("prometheus");
    await settled();
  });

  test("the file of a program that runs on", async () => {
    const plan = planFile(stack.root, "verified");
    const [file = ""] = stack.component("node-exporter").launch.command;
    await edit(plan, (text) => text.replaceAll(`"${file}"`, `"${file}.gone"`));
    const [failure] = await failuresOf("health");
    expect(failure).toMatchObject({ subject: "node-exporter", help: "npm run up -- verified" });
    expect(failure?.evidence).toContain(`could not be started again: ${file}.gone is not there any more`);
    await edit(plan, (text) => text.replaceAll(`"${file}.gone"`, `"${file}"`));
    await settled();
  });

  test("the supervisor, while all programs run on", async () => {
    const healthOf = async () => (await verify()).filter(({ check }) => check === "health");
    const before = await healthOf();
    const there = layout(stackRoot({ stack: "verified" }));
    process.kill(Number(await readFile(there.supervisorPid, "utf8")), "SIGTERM");
    const gone = await eventually(10, async () => {
      const seen = await healthOf();
      return seen.length > before.length ? seen : undefined;
    });
    expect(gone.slice(0, -1)).toEqual(before);
    expect(gone.at(-1)).toMatchObject({
      subject: "verified",
      status: "warn",
      evidence: expect.stringContaining("runsvdir, their supervisor, is gone"),
    });
    await ensureSupervisor(there);
    expect(await healthOf()).toEqual(before);
  });

  test("what is only watched warns, unless it is required", async () => {
    const watched = (await verify()).filter(({ subject }) => subject === "elsewhere");
    expect(watched).toMatchObject([{ check: "targets", status: "warn", evidence: expect.stringContaining("refused") }]);
    const required = ENVIRONMENT.replace('["127.0.0.1:1"]', '["127.0.0.1:1"], required: true');
    await stack.write({ "environment.yml": environmentYml(required) });
    expect(await failuresOf("targets")).toMatchObject([{ subject: "elsewhere" }]);
    await stack.write({ "environment.yml": environmentYml(ENVIRONMENT) });
    await settled();
  });
});

test("a log whose folder is gone warns, and its mend brings it back", async () => {
  const folder = layout(stackRoot({ stack: "verified" })).log("node-exporter");
  const logOf = async () =>
    (await verify()).find(({ check, subject }) => check === "logs" && subject === "node-exporter");
  await rm(folder, { recursive: true });
  const lost = await logOf();
  expect(lost).toMatchObject({ status: "warn", evidence: "its log cannot be read: what it writes is lost" });
  expect(await run(["/bin/sh", "-c", lost?.help ?? ""])).toMatchObject({ code: 0 });
  await eventually(10, async () => (await logOf())?.evidence !== lost?.evidence || undefined);
});

describe("at the end", () => {
  test("a rule that fails when it is evaluated, and a page that cannot leave", async () => {
    await orderFault(400, 600);
    await stack.write({
      "rules/faulty.yml": `groups:
  - name: faulty
    rules:
      - { alert: TwoOnOneSide, expr: up * on () up > 5, labels: { severity: warning } }
      - { alert: AlwaysPages, expr: vector(1), labels: { severity: critical }, annotations: { summary: now } }
`,
    });
    await stack.deploy();
    const failures = await failuresOf("rules", "notifications", "pager");
    expect(failures[0]).toMatchObject({
      subject: "faulty",
      evidence: expect.stringContaining("TwoOnOneSide: found duplicate series"),
    });
    expect(failures[1]).toMatchObject({ evidence: expect.stringMatching(/^failed in 5 minutes: \d+ by pagerduty$/) });
    const firing = (await verify()).find(({ check }) => check === "firing");
    expect(firing).toMatchObject({ subject: "AlwaysPages", status: "warn" });
    await orderFault(400, 0);
    await stack.write({ "rules/faulty.yml": undefined });
    await stack.deploy();
  });

  test("an environment that is not deployed is told once, and nothing else", async () => {
    await stack.write({ "local.yml": "instance: another\n" });
    expect(await verify(60)).toEqual([
      {
        check: "deployed",
        subject: "verified-another",
        status: "fail",
        evidence: "nothing of it is on the target native",
        help: "npm run up -- verified",
      },
    ]);
  });
});
