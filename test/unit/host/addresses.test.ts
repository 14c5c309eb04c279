import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { unusableAddresses } from "../../../host/deploy/ports.ts";
import { holds, type Listening, listeners } from "../../../host/listeners.ts";
import { loadEnvironment } from "../../../lib/environment/load.ts";
import { render } from "../../../lib/render/index.ts";
import { nativeSite } from "../../../lib/targets/native.ts";

const environmentYml = (expose: string) => `version: 1
name: shop
paging: sandbox
components:
  prometheus: {}
  alertmanager: { route: { receiver: default }, receivers: [{ name: default }] }
  node-exporter:
    expose: ${expose}
`;

async function unusable(expose: string, ours: readonly Listening[] = []) {
  const sources = new Map([["configs/shop/environment.yml", environmentYml(expose)]]);
  const { environment } = loadEnvironment(sources, "configs/shop");
  if (environment === undefined) throw new Error("not loaded");
  const site = nativeSite(environment, "/stack", () => "2.42.0");
  const workloads = render(environment, site).workloads.filter(({ name }) => name === "node-exporter");
  return unusableAddresses(environment, site, workloads, async () => ours);
}

/** Of this machine, and nobody else's. */
const HOST = "127.9.10.11";
const PORT = 9100;

const servers: Server[] = [];

async function listen(port: number): Promise<void> {
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => server.listen({ host: HOST, port }, resolve));
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

test("an address that this machine does not have is told where it stands", async () => {
  // TEST-NET-1 (RFC 5737): nobody's.
  expect(await unusable("192.0.2.1")).toEqual([
    expect.objectContaining({
      file: "configs/shop/environment.yml",
      line: 8,
      check: "deploy/address",
      message: "node-exporter is to listen on 192.0.2.1, which is no address of this machine",
    }),
  ]);
});

test.each([HOST, "0.0.0.0"])("%s is one of its own", async (expose) => {
  // Who holds this machine's ports is no matter here.
  expect((await unusable(expose)).filter(({ check }) => check === "deploy/address")).toEqual([]);
});

test("a port that another program holds is told, with the smallest hundreds by which all ports are free", async () => {
  await listen(PORT);
  await listen(PORT + 100);
  expect(await unusable(HOST)).toEqual([
    expect.objectContaining({
      check: "deploy/port-in-use",
      message: expect.stringMatching(/^node-exporter needs port 9100 of 127\.9\.10\.11, and .+ holds it$/),
      help: "stop that program, say another `port`, or move all ports of this copy: `npm run up -- shop --port-offset 200`",
    }),
  ]);
});

test("a port that the stack itself holds is its own", async () => {
  await listen(PORT);
  expect(await unusable(HOST, [{ host: HOST, port: PORT }])).toEqual([]);
  expect(await unusable(HOST, [{ host: "0.0.0.0", port: PORT }])).toEqual([]);
  expect(await unusable(HOST, [{ host: "127.0.0.1", port: PORT }])).toHaveLength(1);
  expect(await unusable(HOST, [{ host: HOST, port: PORT + 1 }])).toHaveLength(1);
});

test.skipIf(process.platform !== "linux")("who listens is found by address", async () => {
  await listen(PORT);
  const found = (await listeners()).filter((each) => holds(each, { host: HOST, port: PORT }));
  expect(found.map(({ host }) => host)).toContain(HOST);
});
