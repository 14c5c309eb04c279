import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { eventually } from "../../../bench/support/eventually.ts";
import { type Posts, postThroughKills } from "../../../bench/support/posts.ts";
import { testEngine } from "../../support/engine.ts";
import { type Workshop, whyNot, workshop } from "./workshop.ts";

const PORTS = [9090, 9093, 9094, 9100, 8099, 5672, 15_692, 25_672, 4369, 5432, 6379, 9187, 9121, 5000, 5001, 5002];
const POSTS: Posts = {
  count: 120,
  perSecond: 20,
  kills: new Map([
    [20, "backend"],
    [50, "rabbitmq"],
    [80, "frontend"],
  ]),
};

const engine = await testEngine();
const TARGETS = [{ kind: "native", at: undefined }, ...(engine === undefined ? [] : [{ kind: "docker", at: engine }])];

describe.each(TARGETS)("fruit-shop on $kind", { concurrent: true }, ({ at }) => {
  let shop: Workshop;

  beforeAll(async () => {
    shop = await workshop("fruit-shop", at, PORTS);
  });
  afterAll(() => shop?.remove());

  describe("one after the other", { sequential: true }, () => {
    test("is deployed and verified by one command", async () => {
      const { code, stdout, stderr } = await shop.command(["up"]);
      expect([code, code === 0 ? "" : whyNot(stdout + stderr)]).toEqual([0, ""]);
      expect(stdout).toMatch(/^\d+ checks: /m);
      for (const subject of ["postgres answers", "redis answers", "rabbitmq is up", "bananas"]) {
        expect(stdout).toMatch(new RegExp(`^ok +queries +${subject} `, "m"));
      }
    });

    const answers = (): Promise<boolean> =>
      shop.ask("frontend", "/health").then(
        ({ ok }) => ok,
        () => false,
      );

    /** Of the frontend; a drill of what is raised would show nothing, and is refused. */
    const isRaised = async (): Promise<boolean> => {
      const { data } = (await (await shop.ask("prometheus", "/api/v1/alerts")).json()) as {
        data: { alerts: { labels: { alertname: string; job?: string } }[] };
      };
      return data.alerts.some(({ labels }) => labels.alertname === "Down" && labels.job === "frontend");
    };

    test.each(["SIGINT", "SIGKILL"] as const)(
      "what a drill broke is mended though the drill is ended: %s",
      async (signal) => {
        const words = ["zx", "scripts/drill.mjs", "fruit-shop", "frontend-down"];
        await eventually(120, async () => ((await isRaised()) ? undefined : true));
        const broken = () => eventually(120, async () => ((await answers()) ? undefined : true));
        const said = await shop.interrupted(words, broken, signal);
        if (signal === "SIGINT") {
          expect(said).toContain("mended: frontend is as it was");
          expect(said).toContain("SIGINT: the drill ends, and nothing is left broken");
        } else {
          expect(await answers()).toBe(false);
          expect((await shop.command(["cdktf", "deploy", "fruit-shop", "--auto-approve"])).code).toBe(0);
        }
        await eventually(30, async () => (await answers()) || undefined);
      },
    );

    test("what is posted is stored once, though broker, workers and frontend are killed on the way", async () => {
      expect(await postThroughKills({ ask: shop.ask, kill: shop.hands.kill }, POSTS)).toBe(POSTS.count);
    });

    test("is taken away without a trace", async () => {
      expect((await shop.command(["cdktf", "destroy", "fruit-shop", "--auto-approve"])).code).toBe(0);
      expect(await shop.hands.everything()).toEqual([]);
    });
  });
});
