import { expect, test } from "vitest";
import { COMPONENTS } from "../../../lib/components/index.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { parsePromQL } from "../../../lib/promql/index.ts";
import { render } from "../../../lib/render/index.ts";
import { dockerSite } from "../../../lib/targets/docker.ts";
import { nativeSite } from "../../../lib/targets/native.ts";

const version = () => "2.42.0";

function load(components: string) {
  const text = `version: 1\nname: lab\npaging: pagerduty\ncomponents: { prometheus: {}, ${components} }\n`;
  const { environment, findings } = loadEnvironment(new Map([["configs/lab/environment.yml", text]]), "configs/lab");
  if (environment === undefined) throw new Error(findings.map(({ message }) => message).join("\n"));
  return environment;
}

const onDocker = (components: string) => {
  const environment = load(components);
  return render(environment, dockerSite(environment, version));
};
const onNative = (components: string) => {
  const environment = load(components);
  return render(environment, nativeSite(environment, "/stack", version));
};
const SERVICES =
  "rabbitmq: {}, postgres: {}, redis: {}, postgres-exporter: {}, redis-exporter: {}, statsd-exporter: {}, cadvisor: {}";
const rulesIn = ({ contributions }: ReturnType<typeof onDocker>) =>
  contributions.rules.flatMap(({ groups }) => groups).flatMap(({ rules }) => rules);

test("each expression of each service's alerts is one that Prometheus takes", () => {
  const rules = rulesIn(onDocker(SERVICES));
  expect(rules.length).toBeGreaterThan(20);
  for (const { alert, expr } of rules) expect([alert, parsePromQL(expr).faults]).toEqual([alert, []]);
});

test("a threshold, patience and severity are settings, and an alert can be switched off", () => {
  const rules = rulesIn(
    onDocker("rabbitmq: { alerts: { RabbitMQBacklog: { above: 5, for: 1m, severity: info }, RabbitMQDown: off } }"),
  );
  const backlog = rules.find(({ alert }) => alert === "RabbitMQBacklog");
  expect(backlog).toMatchObject({
    expr: 'sum by (job, instance) (rabbitmq_queue_messages_ready{job="rabbitmq"}) > 5',
    for: "1m",
    labels: { severity: "info" },
  });
  expect(rules.map(({ alert }) => alert)).not.toContain("RabbitMQDown");
  expect(rules.map(({ alert }) => alert)).toContain("RabbitMQNoConsumers");
});

test("no password stands in arguments, variables or files, only where it lies", () => {
  for (const { workloads, files } of [onDocker(SERVICES), onNative(SERVICES)]) {
    const servers = workloads.filter(({ secrets }) => secrets.length > 0);
    expect(servers.map(({ name }) => name).sort()).toEqual([
      "postgres",
      "postgres-exporter",
      "rabbitmq",
      "redis",
      "redis-exporter",
    ]);
    for (const { name, variables, secrets } of servers) {
      const paths = Object.values(variables).filter((value) => value.includes("/secrets/"));
      expect([name, paths]).toEqual([name, [expect.stringMatching(new RegExp(`/secrets/${secrets[0]}$`))]]);
    }
    expect(files.filter(({ path }) => path.includes("secrets/"))).toEqual([]);
  }
});

test("everything listens where its site says, and nowhere else", () => {
  const { files, workloads } = onNative(SERVICES);
  const text = (path: string) => files.find((file) => file.path === path)?.text;
  expect(text("rabbitmq/rabbitmq.conf")).toContain(
    "listeners.tcp.default = 127.0.0.1:5672\nprometheus.tcp.ip = 127.0.0.1\n",
  );
  expect(text("redis/redis.conf")).toMatch(/^bind 127\.0\.0\.1\nport 6379\n/);
  const postgres = workloads.find(({ name }) => name === "postgres");
  expect(postgres?.args).toEqual(["-c", "listen_addresses=127.0.0.1", "-c", "port=5432"]);
});

test("several of a kind, each with its exporter, have ports, jobs and secrets of their own", () => {
  const { contributions, workloads } = onDocker(
    "postgres: [{ name: orders }, { name: stock }], postgres-exporter: [{ name: orders-exporter, server: orders }, { name: stock-exporter, server: stock }]",
  );
  const of = (name: string) => workloads.find((workload) => workload.name === name);
  expect([of("orders")?.ports[0]?.number, of("stock")?.ports[0]?.number]).toEqual([5432, 15_432]);
  expect(of("stock-exporter")).toMatchObject({ secrets: ["stock"], startAfter: ["stock"] });
  expect(of("stock-exporter")?.variables.DATA_SOURCE_URI).toBe("stock:15432/postgres?sslmode=disable");
  expect(contributions.scrape.map(({ job_name }) => job_name)).toEqual([
    "prometheus",
    "orders-exporter",
    "stock-exporter",
  ]);
});

test("where there are no containers, cAdvisor's questions are asked of processes", () => {
  expect(onDocker("cadvisor: {}").workloads.map(({ name }) => name)).toContain("cadvisor");
  const native = onNative("cadvisor: {}");
  expect(native.workloads.map(({ name }) => name)).not.toContain("cadvisor");
  expect(native.contributions.scrape.map(({ job_name }) => job_name)).toEqual(["prometheus"]);
});

test("a kind is called as its folder is", () => {
  expect(COMPONENTS.map(({ name }) => name)).toEqual(expect.arrayContaining(["rabbitmq", "statsd-exporter", "app"]));
  expect(new Set(COMPONENTS.map(({ name }) => name)).size).toBe(COMPONENTS.length);
});
