import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findOnPath } from "../../host/programs/path.ts";
import { type RunningApp, startApp } from "../support/app.ts";

const EVIL = `<img src=x onerror="document.title='hacked'">`;
const executablePath = await findOnPath(["chromium", "chromium-browser", "google-chrome"]);

describe.skipIf(executablePath === undefined)("page", () => {
  let folder: string;
  let app: RunningApp;
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      ...(executablePath !== undefined && { executablePath }),
      args: ["--no-sandbox"],
    });
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "pagerduty-sandbox-page-"));
    app = await startApp("pagerduty-sandbox", { DATA_DIR: folder });
  });
  afterEach(async () => {
    await app.end();
    await rm(folder, { recursive: true });
  });

  const enqueue = (event_action: string, dedup_key: string, summary = dedup_key) => {
    const payload = { summary, source: EVIL, severity: "critical", custom_details: { firing: EVIL } };
    const event = { routing_key: "5ec2e7ab1e00000000000000deadbeef", event_action, dedup_key, payload };
    return fetch(`${app.url}/v2/enqueue`, { method: "POST", body: JSON.stringify(event) });
  };

  /** Opens the page; what the browser complains about is collected. */
  async function visit(options: BrowserContextOptions = {}): Promise<{ page: Page; complaints: string[] }> {
    const page = await (await browser.newContext(options)).newPage();
    const complaints: string[] = [];
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
    await page.goto(app.url);
    return { page, complaints };
  }

  test("shows a page when it arrives and its end, and keeps open what the reader has opened", async () => {
    const { page, complaints } = await visit();
    await page.getByText("All quiet").waitFor();
    await page.locator("#live.on").waitFor();
    await enqueue("trigger", "first");
    await page.getByRole("heading", { name: "first" }).waitFor();
    expect(await page.title()).toBe("(1) PagerDuty sandbox");
    await page.locator("#details-1 summary").click();
    await enqueue("trigger", "second");
    await page.getByRole("heading", { name: "second" }).waitFor();
    expect(await page.locator("#details-1").getAttribute("open")).not.toBeNull();
    expect(await page.locator("h3").allTextContents()).toEqual(["second", "first"]);
    await enqueue("resolve", "first");
    await enqueue("resolve", "second");
    await page.getByText("All quiet").waitFor();
    await page.getByRole("heading", { name: "Resolved (2)" }).waitFor();
    expect(complaints).toEqual([]);
  });

  test("runs nothing that an event holds, and loads nothing", async () => {
    const { page, complaints } = await visit();
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    await enqueue("trigger", "evil", EVIL);
    await page.getByRole("heading", { name: EVIL }).waitFor();
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.title()).toBe("(1) PagerDuty sandbox");
    expect(asked.filter((path) => !["/", "/api/stream"].includes(path))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test("shows a fault as long as it holds, and no longer", async () => {
    const { page } = await visit();
    await page.locator("#live.on").waitFor();
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ status: 500, for_seconds: 2 });
    await fetch(`${app.url}/api/faults`, { method: "PUT", headers, body });
    await page.getByRole("alert").waitFor();
    await page.getByRole("alert").waitFor({ state: "detached" });
  });

  test("says that it may be old when the sandbox is gone", async () => {
    const { page } = await visit();
    await page.locator("#live.on").waitFor();
    await app.end();
    await page.getByText("no connection: this may be old").waitFor();
  });

  test("can be read without script, and on a telephone without scrolling sideways", async () => {
    await enqueue("trigger", "readable", "x".repeat(1024));
    const { page } = await visit({
      javaScriptEnabled: false,
      viewport: { width: 360, height: 640 },
      colorScheme: "dark",
    });
    expect(await page.locator("h3").textContent()).toBe("x".repeat(1024));
    expect(await page.locator(".timeline li").count()).toBe(1);
    // Without script in the page there is none to measure with, so the browser is asked for the size of the document.
    const session = await page.context().newCDPSession(page);
    const { cssContentSize } = await session.send("Page.getLayoutMetrics");
    expect(cssContentSize.width).toBeLessThanOrEqual(360);
  });
});
