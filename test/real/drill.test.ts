import { spawn } from "node:child_process";
import { once } from "node:events";
import { cp, rm, symlink } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { compose } from "../../host/deploy/compose.ts";
import type { Plan } from "../../host/deploy/plan.ts";
import { readPlan } from "../../host/deploy/plan.ts";
import { prepare } from "../../host/deploy/prepare.ts";
import { alone } from "../../host/drill/alone.ts";
import { expectationOf } from "../../host/drill/expectation.ts";
import { breakIt, mendOf, NotHere } from "../../host/drill/faults.ts";
import { isMarked, mark } from "../../host/drill/marks.ts";
import { whyMute } from "../../host/drill/mute.ts";
import { type Measured, runDrill } from "../../host/drill/run.ts";
import { contextOf } from "../../host/verify/context.ts";
import { type SilenceMatcher, sum } from "../../lib/alertmanager/index.ts";
import type { Drill, Environment } from "../../lib/environment/environment.ts";
import { copyCheckout } from "../support/deployment/checkout.ts";
import { environmentYml, type NativeStack, nativeStack, PAGING } from "../support/native-stack.ts";

/** As the real ones, with seconds for minutes. */
const ENVIRONMENT = `${PAGING}apps:
  - { name: worker, app: task-processor, port: 8100, alerts: { Down: off }, env: { TASK_RATE: "20" } }
secrets:
  pagerduty: { file: secrets/pagerduty }
drills:
  - { name: down, break: { stop: worker }, expect: WorkerDown }
  - { name: down-into-open-group, break: { stop: worker }, expect: WorkerDown, into_open_group: true }
  - name: failures
    break: { set: { app: worker, variables: { SUCCESS_RATE: "0" } } }
    expect: WorkerFails
    receiver: default
    pages: false
  - { name: pending, break: { stop: worker }, expect: WorkerPends, pages: false }
`;

const RULES = `groups:
  - name: worker
    rules:
      - alert: WorkerDown
        expr: up{instance="worker"} == 0
        for: 2s
        labels: { severity: critical }
      - alert: WorkerFails
        expr: sum(rate(tasks_processed_total{status="failed"}[30s])) / sum(rate(tasks_processed_total[30s])) > 0.5
        for: 1s
        labels: { severity: warning }
      - alert: WorkerPends
        expr: up{instance="worker"} >= 0
        for: 1h
        labels: { severity: warning }
`;

let stack: NativeStack;
beforeAll(async () => {
  stack = await nativeStack(ENVIRONMENT.slice(0, ENVIRONMENT.indexOf("drills:")));
  await stack.write({ "environment.yml": environmentYml(ENVIRONMENT), "rules/worker.yml": RULES });
  await stack.deploy();
});
afterAll(() => stack?.remove());

const surroundings = async (signal = new AbortController().signal) => {
  const environment = await stack.environment();
  const plan: Plan = await readPlan(stack.root, environment.name);
  const said: string[] = [];
  const { target, root } = stack;
  return {
    environment,
    said,
    root,
    plan,
    target,
    signal,
    composed: await compose(environment),
    say: (line: string) => said.push(line),
  };
};

const drill = async (name: string, signal?: AbortSignal): Promise<readonly Measured[]> => {
  const around = await surroundings(signal);
  return runDrill(drillOf(around.environment, name), around);
};

const drillOf = ({ drills }: Environment, name: string): Drill => {
  const found = drills.find((candidate) => candidate.name === name);
  if (found === undefined) throw new Error(`no drill ${name}`);
  return found;
};

const runs = (): Promise<boolean> =>
  stack.target.get(stack.component("worker"), "http", "/health").then(
    ({ status }) => status === 200,
    () => false,
  );

const settings = async (): Promise<Readonly<Record<string, unknown>>> =>
  JSON.parse((await stack.target.get(stack.component("worker"), "http", "/settings")).body);

const alertmanagerUrl = (): string => `http://${stack.component("alertmanager").addresses.http}/api/v2`;

/** Its id. */
async function silence(matcher: SilenceMatcher): Promise<string> {
  const response = await fetch(`${alertmanagerUrl()}/silences`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      matchers: [matcher],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 600_000).toISOString(),
      createdBy: "a colleague",
      comment: "a test",
    }),
  });
  return ((await response.json()) as { readonly silenceID: string }).silenceID;
}

describe("a drill", () => {
  test.each(["down", "down-into-open-group"])(
    "%s: its page and its resolve come within the computed worst case",
    async (name) => {
      const [page, resolve] = await drill(name);
      for (const measured of [page, resolve]) {
        expect(measured?.seconds, measured?.what).toBeGreaterThan(0);
        expect(measured?.seconds, measured?.what).toBeLessThanOrEqual(sum(measured?.terms ?? []));
      }
      expect(await runs()).toBe(true);
    },
  );

  test("shows a warning at its receiver, and no page", async () => {
    const [arrival, end] = await drill("failures");
    expect(arrival?.what).toBe("alert at receiver default");
    expect(arrival?.seconds).toBeGreaterThan(0);
    for (const one of [arrival, end]) expect(one?.seconds, one?.what).toBeLessThanOrEqual(sum(one?.terms ?? []));
    expect((await settings()).SUCCESS_RATE).toBe(0.9);
  });

  test("mends what it broke when it is interrupted", async () => {
    const controller = new AbortController();
    const running = drill("down", controller.signal);
    await eventually(60, async () => ((await runs()) ? undefined : true));
    controller.abort(new Error("interrupted"));
    await expect(running).rejects.toThrow("interrupted");
    await eventually(60, async () => ((await runs()) ? true : undefined));
    expect(isMarked("verified", "worker")).toBe(false);
  });

  test("that was killed is mended by the next deploy", async () => {
    const { target, environment } = await surroundings();
    const failures = drillOf(environment, "failures");
    const worker = stack.component("worker");
    // As a drill that is killed after its fault leaves things: the mend on disk, the fault in place.
    await mark("verified", "worker", await mendOf(failures.break, target, worker));
    await breakIt(failures.break, target, worker);
    expect((await settings()).SUCCESS_RATE).toBe(0);
    await stack.deploy();
    expect((await settings()).SUCCESS_RATE).toBe(0.9);
    expect(isMarked("verified", "worker")).toBe(false);
  });

  test("at work is left alone by a deploy, which says so", async () => {
    const { target, environment } = await surroundings();
    const failures = drillOf(environment, "failures");
    const worker = stack.component("worker");
    await alone("verified", async () => {
      await mark("verified", "worker", await mendOf(failures.break, target, worker));
      await breakIt(failures.break, target, worker);
      await stack.deploy();
      expect((await settings()).SUCCESS_RATE).toBe(0);
      expect(isMarked("verified", "worker")).toBe(true);
      await target.stop("worker");
      const { findings, plan } = await prepare(stack.root, "verified");
      expect(findings.filter(({ check }) => check === "deploy/drill")).toMatchObject([{ severity: "warning" }]);
      const planned = plan?.components.find(({ name }) => name === "worker");
      expect(planned?.attempt).toEqual(stack.component("worker").attempt);
    });
    await stack.deploy();
    expect((await settings()).SUCCESS_RATE).toBe(0.9);
    expect(isMarked("verified", "worker")).toBe(false);
  });

  test("whose fault cannot be where the stack runs is told apart from a failure, with the reason", async () => {
    const server = createServer((_, response) => response.writeHead(409).end('{"error":"a disk that others need"}'));
    await once(server.listen(0, "127.0.0.1"), "listening");
    onTestFinished(() => void server.close());
    const http = `127.0.0.1:${(server.address() as AddressInfo).port}`;
    const fault = { set: { app: "worker", variables: { FAULT_DISK_PERCENT: "95" } } };
    const breaking = breakIt(fault, stack.target, { ...stack.component("worker"), addresses: { http } });
    await expect(breaking).rejects.toThrow(new NotHere("a disk that others need"));
  });

  test("is refused while its alert fires already", async () => {
    await stack.target.stop("worker");
    try {
      const alertmanager = stack.component("alertmanager");
      await eventually(60, async () => {
        const { body } = await stack.target.get(alertmanager, "http", "/api/v2/alerts");
        return body.includes("WorkerDown") ? true : undefined;
      });
      await expect(drill("down")).rejects.toThrow("WorkerDown fires already");
    } finally {
      await stack.target.startAgain("worker");
    }
  });

  test("is refused while its subject does not run, which stays so", async () => {
    await stack.target.stop("worker");
    try {
      await expect(drill("failures")).rejects.toMatchObject({
        message: "worker does not run, so a drill would show nothing",
        exitCode: 2,
      });
      expect(await runs()).toBe(false);
    } finally {
      await stack.target.startAgain("worker");
    }
  });

  test("is refused while its alert is pending already", async () => {
    const refusal = { message: expect.stringContaining("WorkerPends is pending already"), exitCode: 2 };
    await expect(drill("pending")).rejects.toMatchObject(refusal);
    expect(await runs()).toBe(true);
  });

  test("is refused while a silence keeps its alert back, and what has become of an alert is told", async () => {
    const around = await surroundings();
    const { alertmanagers, prometheuses } = contextOf(around.root, around.composed, around.plan, around.target);
    const [alertmanager] = alertmanagers;
    if (alertmanager === undefined) throw new Error("no Alertmanager");
    const wanted = expectationOf(around.composed, drillOf(around.environment, "down"));
    const why = () => whyMute(alertmanager, prometheuses, wanted);
    const id = await silence({ name: "instance", value: "work.*", isRegex: true });
    try {
      await expect(drill("down")).rejects.toMatchObject({
        message: expect.stringMatching(
          `silence ${id} of a colleague, "a test", about {instance=~"work\\.\\*"} until 20`,
        ),
        help: expect.stringMatching(`amtool --alertmanager\\.url=http://127\\.0\\.0\\.1:\\d+ silence expire ${id}$`),
        exitCode: 2,
      });
      const unsent =
        "Alertmanager does not hold WorkerDown: Prometheus has never sent it; there it is not even pending";
      await eventually(60, async () => ((await why()).includes(unsent) ? true : undefined));
      await stack.target.stop("worker");
      const silenced = `Alertmanager holds WorkerDown for pagerduty, suppressed: silenced by ${id}`;
      await eventually(60, async () => ((await why()).includes(silenced) ? true : undefined));
    } finally {
      await stack.target.startAgain("worker");
      await fetch(`${alertmanagerUrl()}/silence/${id}`, { method: "DELETE" });
    }
    expect(await alertmanager.silences()).toEqual([]);
  });
});

/** The command itself, a process that the test signals, in a checkout of its own over the same stack. */
describe("the command", () => {
  let checkout: string;
  beforeAll(async () => {
    checkout = await copyCheckout();
    await symlink(join(stack.root, "configs"), join(checkout, "configs"));
    await cp(join(stack.root, "cdktf.out"), join(checkout, "cdktf.out"), { recursive: true });
  });
  afterAll(() => rm(checkout, { recursive: true, force: true }));

  const start = () => {
    const child = spawn(process.execPath, [join(checkout, "scripts/drill.mjs"), "verified", "failures"]);
    onTestFinished(() => void child.kill("SIGKILL"));
    let said = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (said += chunk));
    const ended = once(child, "close").then(([code]) => ({ code, said }));
    return {
      pid: child.pid,
      closeTerminal: () => {
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
      },
      kill: (signal: NodeJS.Signals) => child.kill(signal),
      ended,
      says: (text: string) => eventually(60, async () => (said.includes(text) ? true : undefined)),
      isBroken: () => eventually(60, async () => ((await settings()).SUCCESS_RATE === 0 ? true : undefined)),
    };
  };

  test("lets one drill of a stack at work, and the next mends what a killed one left by its own record", async () => {
    const killed = start();
    await killed.isBroken();
    const refused = await start().ended;
    expect(refused.said).toContain(`another drill of verified is at work: process ${killed.pid}`);
    expect(refused.code).toBe(2);
    killed.kill("SIGKILL");
    await killed.ended;
    expect((await settings()).SUCCESS_RATE).toBe(0);
    const next = start();
    await next.says("mended: a drill that was killed had broken worker");
    await next.says("broken:");
    await next.isBroken();
    next.kill("SIGINT");
    next.kill("SIGTERM");
    const { said } = await next.ended;
    for (const line of [
      "the drill ends already, and mends what it broke: please wait",
      "mended: worker is as it was",
      "the drill ends, and nothing is left broken",
    ])
      expect(said).toContain(line);
    expect((await settings()).SUCCESS_RATE).toBe(0.9);
  });

  test("mends through one signal after another, without a terminal", async () => {
    const drilling = start();
    await drilling.isBroken();
    drilling.closeTerminal();
    for (let again = 0; again < 3; again += 1) drilling.kill("SIGHUP");
    drilling.kill("SIGINT");
    drilling.kill("SIGINT");
    expect((await drilling.ended).code).toBe(1);
    expect((await settings()).SUCCESS_RATE).toBe(0.9);
  });

  test("that has broken nothing yet says so when it is interrupted", async () => {
    await stack.target.stop("pagerduty-sandbox");
    try {
      const waiting = start();
      await waiting.says("expects WorkerFails");
      waiting.kill("SIGINT");
      const { said, code } = await waiting.ended;
      expect(said.split("\n").slice(1)).toEqual(["error: SIGINT: the drill ends, and nothing is left broken", ""]);
      expect(code).toBe(1);
    } finally {
      await stack.target.startAgain("pagerduty-sandbox");
    }
  });
});
