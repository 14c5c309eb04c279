import { expect, test } from "vitest";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { render } from "../../../lib/render/index.ts";
import { dockerSite } from "../../../lib/targets/docker.ts";
import { nativeSite } from "../../../lib/targets/native.ts";

const load = (expose: string) =>
  loadEnvironment(
    new Map([
      [
        "configs/shop/environment.yml",
        `version: 1
name: shop
paging: sandbox
components:
  prometheus: { expose: ${expose} }
  alertmanager: { route: { receiver: default }, receivers: [{ name: default }] }
  node-exporter: {}
`,
      ],
    ]),
    "configs/shop",
  );

const argumentsOf = (expose: string) => {
  const { environment, findings } = load(expose);
  expect(findings).toEqual([]);
  if (environment === undefined) throw new Error("not loaded");
  const site = nativeSite(environment, "/stack", () => "2.42.0");
  const { workloads } = render(environment, site);
  const listening = Object.fromEntries(
    workloads.map(({ name, args }) => [name, args.find((argument) => argument.startsWith("--web.listen-address"))]),
  );
  return { site, docker: dockerSite(environment, () => "2.42.0"), listening };
};

test("0.0.0.0: the program listens on all addresses, and is reached on this machine's own", () => {
  const { site, docker, listening } = argumentsOf("0.0.0.0");
  expect(listening.prometheus).toBe("--web.listen-address=0.0.0.0:9090");
  expect(listening["node-exporter"]).toBe("--web.listen-address=127.0.0.1:9100");
  expect(site.address("prometheus", "http", "inside")).toBe("127.0.0.1:9090");
  expect(docker.address("prometheus", "http", "outside")).toBe("127.0.0.1:9090");
});

test("one address: there it listens, and there it is reached", () => {
  const { site, docker, listening } = argumentsOf("10.0.0.5");
  expect(listening.prometheus).toBe("--web.listen-address=10.0.0.5:9090");
  expect(site.address("prometheus", "http", "inside")).toBe("10.0.0.5:9090");
  expect(docker.address("prometheus", "http", "outside")).toBe("10.0.0.5:9090");
  expect(docker.address("prometheus", "http", "inside")).toBe("prometheus:9090");
});

test.each(["lan", "10.0.0.256", "10.0.0", "true"])("%s is no address", (text) => {
  expect(load(text).findings.map(({ message }) => message)).toEqual([
    expect.stringContaining("must be an IPv4 address of the machine, or 0.0.0.0 for all of them"),
  ]);
});
