import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type RunningApp, startApp } from "../support/app.ts";

/** A stand-in for the GitHub API: each repository's name says how it answers. */
const ANSWERS: Readonly<Record<string, (response: ServerResponse) => void>> = {
  "/repos/prometheus/prometheus": (response) => response.end('{"full_name":"prometheus/prometheus"}'),
  "/repos/a/missing": (response) => response.writeHead(404).end("{}"),
  "/repos/a/limited": (response) =>
    response
      .writeHead(403, { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 90) })
      .end("{}"),
  "/repos/a/slow-down": (response) => response.writeHead(429, { "retry-after": "7" }).end("{}"),
  "/repos/a/forbidden": (response) => response.writeHead(403).end("{}"),
  "/repos/a/broken": (response) => response.writeHead(500).end("oops"),
  "/repos/a/html": (response) => response.end("<html>"),
  "/repos/a/endless": (response) => response.end(Buffer.alloc(2_000_000, "x")),
  "/repos/a/cut": (response) =>
    void response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy()),
  "/repos/a/silent": () => {},
};
let github: Server;
let asked: string[] = [];
let app: RunningApp;

beforeAll(async () => {
  github = createServer((request, response) => {
    asked.push(request.url ?? "");
    ANSWERS[request.url ?? ""]?.(response);
  });
  await once(github.listen(0, "127.0.0.1"), "listening");
});
afterAll(() => {
  github.closeAllConnections();
  github.close();
});
const start = async (variables: Readonly<Record<string, string>> = {}) => {
  asked = [];
  const { port } = github.address() as AddressInfo;
  app = await startApp("web-instrumentation", {
    GITHUB_API_URL: `http://127.0.0.1:${port}/`,
    GITHUB_TIMEOUT_SECONDS: "10",
    ...variables,
  });
};
afterEach(() => app.end("SIGKILL"));
const textOf = async (path: string) => (await app.get(path)).text();

test("pages and the list count what happened", async () => {
  await start();
  for (const path of ["/", "/", "/about"]) expect((await app.get(path)).status).toBe(200);
  for (const number of [5, 10, 21, 87]) expect(await textOf(`/add/${number}`)).toBe(`Added ${number} to my_list`);
  expect((await app.samples()).get('list_size{list="my_list"}')).toBe(4);
  expect(await textOf("/remove/5")).toBe("Removed 5 from my_list");
  const samples = await app.samples();
  expect(samples.get('list_size{list="my_list"}')).toBe(3);
  expect(samples.get("home_page_visits_total")).toBe(2);
  expect(samples.get("about_page_visits_total")).toBe(1);
  expect(samples.get('application_info_info{version="1.0.0",author="watchkeeper"}')).toBe(1);
  const states = [...samples]
    .filter(([name]) => name.startsWith("application_state"))
    .map(([name, value]) => `${name} ${value}`);
  expect(states).toEqual([
    'application_state{application_state="loading"} 0',
    'application_state{application_state="missing"} 0',
    'application_state{application_state="running"} 1',
    'application_state{application_state="stopped"} 0',
  ]);
});

test("three calls of /repos are three observations", async () => {
  await start();
  for (let i = 0; i < 3; i++)
    expect(await (await app.get("/repos/prometheus/prometheus")).json()).toEqual({
      full_name: "prometheus/prometheus",
    });
  const samples = await app.samples();
  expect(samples.get('request_duration_seconds_count{method="GET",endpoint="/repos"}')).toBe(3);
  expect(samples.get('request_processing_seconds_count{method="get",endpoint="/repos"}')).toBe(3);
  expect(samples.get('github_requests_total{outcome="found"}')).toBe(3);
});

test("has the linear buckets by setting", async () => {
  await start({ BUCKETS: "linear" });
  const bounds = [...(await app.samples()).keys()].flatMap(
    (name) => name.match(/^request_duration_seconds_bucket{le="(.+?)"/)?.[1] ?? [],
  );
  expect(bounds).toEqual(["0.1", "0.2", "0.3", "0.4", "0.5", "0.6", "0.7", "0.8", "0.9", "1", "+Inf"]);
});

test.each([
  ["missing", 404, "not_found", null],
  ["limited", 503, "rate_limited", /^(89|90)$/],
  ["slow-down", 503, "rate_limited", /^7$/],
  ["forbidden", 502, "refused", null],
  ["broken", 502, "refused", null],
  ["html", 502, "unusable", null],
  ["endless", 502, "unusable", null],
  ["cut", 502, "unreachable", null],
  ["silent", 504, "timeout", null],
] as const)("GitHub's answer %s becomes %i and is counted as %s", async (repo, status, outcome, retryAfter) => {
  // Only who never answers is waited for in vain.
  await start(repo === "silent" ? { GITHUB_TIMEOUT_SECONDS: "0.5" } : {});
  const response = await app.get(`/repos/a/${repo}`);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ error: expect.stringContaining("GitHub") });
  if (retryAfter) expect(response.headers.get("retry-after")).toMatch(retryAfter);
  const samples = await app.samples();
  expect(samples.get(`github_requests_total{outcome="${outcome}"}`)).toBe(1);
  expect(samples.get('request_duration_seconds_count{method="GET",endpoint="/repos"}')).toBe(1);
});

const state = async () =>
  [...(await app.samples())]
    .filter(([name, value]) => name.startsWith("application_state") && value === 1)
    .map(([name]) => /="(\w+)"/.exec(name)?.[1]);

test("the state is missing while GitHub does not answer, and running again when it does", async () => {
  await start({ GITHUB_TIMEOUT_SECONDS: "2" });
  await app.get("/repos/a/silent");
  expect(await state()).toEqual(["missing"]);
  // A refusal is an answer.
  await app.get("/repos/a/limited");
  expect(await state()).toEqual(["running"]);
});

test("GitHub out of reach is counted and nothing falls over", async () => {
  await start({ GITHUB_API_URL: "http://127.0.0.1:1" });
  expect((await app.get("/repos/a/b")).status).toBe(502);
  expect(await state()).toEqual(["missing"]);
  expect((await app.samples()).get('github_requests_total{outcome="unreachable"}')).toBe(1);
  expect((await app.get("/health")).status).toBe(200);
});

test("asks the stand-in of the workshop, and counts how that answers", async () => {
  const standIn = await startApp("github-stand-in");
  onTestFinished(() => standIn.end("SIGKILL").then(() => {}));
  await start({ GITHUB_API_URL: standIn.url });
  const known = await app.get("/repos/Prometheus/prometheus");
  expect([known.status, await known.json()]).toMatchObject([200, { full_name: "prometheus/prometheus" }]);
  expect((await app.get("/repos/nobody/nothing")).status).toBe(404);
  const headers = { "Content-Type": "application/json" };
  await fetch(`${standIn.url}/settings`, { method: "PUT", headers, body: '{"FAULT_ERROR_PERCENT":100}' });
  expect((await app.get("/repos/prometheus/prometheus")).status).toBe(502);
  const [own, its] = [await app.samples(), await standIn.samples()];
  for (const outcome of ["found", "not_found", "refused"])
    expect(own.get(`github_requests_total{outcome="${outcome}"}`)).toBe(1);
  for (const status of [200, 404, 500]) expect(its.get(`github_stand_in_requests_total{status="${status}"}`)).toBe(1);
});

describe("bad input", () => {
  test.each([
    ["/add/-1", 400, ">= 0"],
    ["/add/1.5", 400, "integer"],
    ["/add/five", 400, "integer"],
    ["/add/99999999999", 400, "<= 1000000000"],
    ["/remove/5", 404, "5 is not in my_list"],
    ["/repos/-a/b", 400, "user"],
    ["/repos/a/..%2f..%2fusers", 400, "repo"],
    [`/repos/a/${"b".repeat(101)}`, 414, "max param length"],
    ["/repos/a/%zz", 400, "not a valid url"],
    ["/repos/a", 404, "no such address"],
  ])("%s is refused with %i: %s", async (path, status, reason) => {
    await start();
    const response = await app.get(path);
    expect([response.status, await response.json()]).toEqual([status, { error: expect.stringContaining(reason) }]);
    expect(asked).toEqual([]);
  });

  test("the list and the requests to GitHub are bounded", async () => {
    await start({ GITHUB_TIMEOUT_SECONDS: "2" });
    const statuses = await Promise.all(
      Array.from({ length: 25 }, async () => (await app.get("/repos/a/silent")).status),
    );
    expect(statuses.filter((status) => status === 503)).toHaveLength(5);
    for (let i = 0; i < 100; i++) await Promise.all(Array.from({ length: 100 }, () => textOf("/add/7")));
    expect((await app.get("/add/7")).status).toBe(409);
    expect((await app.samples()).get('list_size{list="my_list"}')).toBe(10_000);
  });
});
