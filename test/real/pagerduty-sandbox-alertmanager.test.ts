import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Incident } from "../../apps/pagerduty-sandbox/incident.ts";
import { eventually } from "../../bench/support/eventually.ts";
import { resolveProgram } from "../../host/programs/index.ts";
import { freePort, type RunningApp, startApp } from "../support/app.ts";

const KEY = "5ec2e7ab1e00000000000000deadbeef";

let folder: string;
let sandbox: RunningApp;
let alertmanager: ChildProcess;
let alertmanagerUrl: string;

const configuration = () => `
global: { pagerduty_url: ${sandbox.url}/v2/enqueue, resolve_timeout: 5s }
route:
  receiver: pagerduty
  group_by: [alertname, job]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 1h
  routes:
    - { receiver: heartbeat, matchers: [alertname="Watchdog"] }
    - { receiver: wrong-key, matchers: [team="wrong"] }
receivers:
  - name: pagerduty
    pagerduty_configs:
      - routing_key_file: ${folder}/key
        description: '{{ .GroupLabels.alertname }}: {{ .CommonAnnotations.summary }}'
        severity: '{{ .CommonLabels.severity }}'
        component: '{{ .GroupLabels.job }}'
        links: [{ href: 'https://example.com/runbook', text: Runbook }]
        images: [{ src: 'https://example.com/graph.png' }]
  - name: wrong-key
    pagerduty_configs: [{ routing_key: tooshort, severity: error }]
  - name: heartbeat
    webhook_configs: [{ url: '${sandbox.url}/heartbeat/test?every=1h' }]
`;

async function startAlertmanager(): Promise<void> {
  const port = await freePort();
  const { path, args } = await resolveProgram("alertmanager");
  const flags = [
    `--config.file=${folder}/alertmanager.yml`,
    `--storage.path=${folder}/alertmanager`,
    `--web.listen-address=127.0.0.1:${port}`,
    "--cluster.listen-address=",
  ];
  alertmanager = spawn(path, [...args, ...flags], { stdio: "ignore" });
  alertmanagerUrl = `http://127.0.0.1:${port}`;
  await eventually(60, async () => ((await fetch(`${alertmanagerUrl}/-/ready`)).ok ? true : undefined));
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "pagerduty-sandbox-alertmanager-"));
  sandbox = await startApp("pagerduty-sandbox", { DATA_DIR: join(folder, "sandbox") });
  await writeFile(join(folder, "key"), `${KEY}\n`, { mode: 0o600 });
  await writeFile(join(folder, "alertmanager.yml"), configuration());
  await startAlertmanager();
});
afterAll(async () => {
  alertmanager.kill("SIGTERM");
  if (alertmanager.exitCode === null) await once(alertmanager, "exit");
  await sandbox.end();
  await rm(folder, { recursive: true });
});

/** Alertmanager takes an alert whose end has passed as resolved. */
async function alert(labels: Readonly<Record<string, string>>, state: "firing" | "resolved"): Promise<void> {
  const now = Date.now();
  const startsAt = new Date(now - 60_000).toISOString();
  const endsAt = new Date(state === "firing" ? now + 600_000 : now - 1).toISOString();
  const body = JSON.stringify([{ labels, annotations: { summary: "it is down" }, startsAt, endsAt }]);
  const answer = await fetch(`${alertmanagerUrl}/api/v2/alerts`, {
    method: "POST",
    body,
    headers: { "Content-Type": "application/json" },
  });
  expect(answer.status).toBe(200);
}

const find = async (query: string): Promise<Incident | undefined> => {
  const { incidents } = (await (await sandbox.get(`/api/incidents?${query}`)).json()) as { incidents: Incident[] };
  return incidents[0];
};

/** Sum of Alertmanager's own samples whose series starts so and holds that text. */
async function alertmanagerCount(start: string, part: string): Promise<number> {
  const lines = (await (await fetch(`${alertmanagerUrl}/metrics`)).text()).split("\n");
  const values = lines
    .filter((line) => line.startsWith(start) && line.includes(part))
    .map((line) => Number(line.split(" ").at(-1)));
  return values.reduce((sum, value) => sum + value, 0);
}

test("Alertmanager pages through it, and resolves what it has paged", async () => {
  const labels = { alertname: "TaskProcessorDown", job: "task-processor", severity: "critical" };
  await alert(labels, "firing");
  const incident = await eventually(60, () => find("status=open&summary=TaskProcessorDown"));
  expect(incident).toMatchObject({
    summary: "TaskProcessorDown: it is down",
    severity: "critical",
    component: "task-processor",
    client: "Alertmanager",
    links: [{ href: "https://example.com/runbook", text: "Runbook" }],
  });
  expect(incident.dedup_key).toMatch(/^[0-9a-f]{64}$/);
  await alert(labels, "resolved");
  const resolved = await eventually(60, () => find(`status=resolved&dedup_key=${incident.dedup_key}`));
  expect(resolved.timeline.map(({ action }) => action)).toEqual(["trigger", "resolve"]);
  expect(await alertmanagerCount("alertmanager_notifications_failed_total", 'integration="pagerduty"')).toBe(0);
});

test("T31: a second service pages by itself while the first one's incident is open", async () => {
  const open = async () => {
    const answer = await sandbox.get("/api/incidents?status=open&summary=ServiceGone");
    return ((await answer.json()) as { incidents: Incident[] }).incidents;
  };
  for (const [index, job] of ["first", "second"].entries()) {
    await alert({ alertname: "ServiceGone", severity: "critical", job }, "firing");
    await eventually(60, async () => ((await open()).length === index + 1 ? true : undefined));
  }
  const incidents = await open();
  expect(incidents.map(({ component }) => component).sort()).toEqual(["first", "second"]);
  expect(incidents.map(({ summary }) => summary)).toEqual(Array(2).fill("ServiceGone: it is down"));
});

test("while it fails Alertmanager tries again, and the page arrives when it is back", async () => {
  const order = { status: 500, for_seconds: 3 };
  await fetch(`${sandbox.url}/api/faults`, {
    method: "PUT",
    body: JSON.stringify(order),
    headers: { "Content-Type": "application/json" },
  });
  await alert({ alertname: "Late", job: "a", severity: "critical" }, "firing");
  await eventually(60, () => find("status=open&summary=Late"));
  const counts = (await (await sandbox.get("/api/counts")).json()) as { refused: { fault?: number } };
  expect(counts.refused.fault).toBeGreaterThan(0);
});

test("a severity that PagerDuty does not know and a malformed key are refused, which Alertmanager counts as failures", async () => {
  const failures = () => alertmanagerCount("alertmanager_notifications_failed_total", 'integration="pagerduty"');
  const before = await failures();
  await alert({ alertname: "Misspelt", job: "a", severity: "fatal" }, "firing");
  await alert({ alertname: "WrongKey", job: "a", severity: "critical", team: "wrong" }, "firing");
  await eventually(60, async () => ((await failures()) >= before + 2 ? true : undefined));
  await eventually(60, () => (sandbox.output().includes("'payload.severity' is invalid") ? true : undefined));
  await eventually(60, () => (sandbox.output().includes("Length of 'routing_key' is incorrect") ? true : undefined));
  expect(await find("summary=Misspelt")).toBeUndefined();
});

test("an alert that always fires is a heartbeat", async () => {
  await alert({ alertname: "Watchdog", severity: "none" }, "firing");
  const beats = async () =>
    ((await (await sandbox.get("/api/heartbeats")).json()) as { heartbeats: { name: string; beats: number }[] })
      .heartbeats;
  const [heartbeat] = await eventually(60, async () => ((await beats()).length > 0 ? beats() : undefined));
  expect(heartbeat).toMatchObject({ name: "test", beats: 1, max_age_seconds: 3600, missing: false });
});
