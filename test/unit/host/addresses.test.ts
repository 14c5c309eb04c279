import { expect, test } from "vitest";
import { unusableAddresses } from "../../../host/deploy/ports.ts";
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

async function foreign(expose: string) {
  const sources = new Map([["configs/shop/environment.yml", environmentYml(expose)]]);
  const { environment } = loadEnvironment(sources, "configs/shop");
  if (environment === undefined) throw new Error("not loaded");
  const site = nativeSite(environment, "/stack", () => "2.42.0");
  const found = await unusableAddresses(environment, site, render(environment, site).workloads, new Map());
  // Who holds this machine's ports is no matter here.
  return found.filter(({ check }) => check === "deploy/address");
}

test("an address that this machine does not have is told where it stands", async () => {
  // TEST-NET-1 (RFC 5737): nobody's.
  expect(await foreign("192.0.2.1")).toEqual([
    expect.objectContaining({
      file: "configs/shop/environment.yml",
      line: 8,
      check: "deploy/address",
      message: "node-exporter is to listen on 192.0.2.1, which is no address of this machine",
    }),
  ]);
});

test.each(["127.0.0.2", "0.0.0.0"])("%s is one of its own", async (expose) => {
  expect(await foreign(expose)).toEqual([]);
});
