import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { eventually } from "../../bench/support/eventually.ts";
import { compose } from "../../host/deploy/compose.ts";
import type { Plan } from "../../host/deploy/plan.ts";
import { readPlan } from "../../host/deploy/plan.ts";
import { breakIt, mendOf, NotHere } from "../../host/drill/faults.ts";
import { isMarked, mark } from "../../host/drill/marks.ts";
import { type Measured, runDrill } from "../../host/drill/run.ts";
import { sum } from "../../lib/alertmanager/index.ts";
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
  const wanted = around.environment.drills.find((candidate) => candidate.name === name);
  if (wanted === undefined) throw new Error(`no drill ${name}`);
  return runDrill(wanted, around);
};

const runs = (): Promise<boolean> =>
  stack.target.get(stack.component("worker"), "http", "/health").then(
    ({ status }) => status === 200,
    () => false,
  );

const settings = async (): Promise<Readonly<Record<string, unknown>>> =>
  JSON.parse((await stack.target.get(stack.component("worker"), "http", "/settings")).body);

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
    const failures = environment.drills.find(({ name }) => name === "failures");
    if (failures === undefined) throw new Error("no drill failures");
    const worker = stack.component("worker");
    // As a drill that is killed after its fault leaves things: the mend on disk, the fault in place.
    await mark("verified", "worker", await mendOf(failures.break, target, worker));
    await breakIt(failures.break, target, worker);
    expect((await settings()).SUCCESS_RATE).toBe(0);
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
});
