import { describe, expect, test } from "vitest";
import { drawPath, PLANS, phaseAt } from "../../../apps/golden-signals-traffic/plan.ts";

test("the demo goes through its phases, and starts again", () => {
  const names = [0, 179, 180, 300, 539, 540, 659, 660].map((seconds) => phaseAt(PLANS.demo, seconds).name);
  expect(names).toEqual(["normal", "normal", "latency", "errors", "errors", "load", "load", "normal"]);
});

const chances = Array.from({ length: 1000 }, (_, i) => i / 1000);
const shareOf = (name: keyof typeof PLANS, seconds: number, pattern: RegExp) =>
  chances.filter((chance) => pattern.test(drawPath(phaseAt(PLANS[name], seconds), chance, 0.5))).length / 1000;

describe("shares", () => {
  test("quick visits every end point, and fewer than one request in twenty fails", () => {
    for (const path of [
      /^\/$/,
      /business-metrics\?operation=user_login/,
      /delay/,
      /error/,
      /cpu-intensive/,
      /memory-usage/,
    ]) {
      expect(shareOf("quick", 0, path)).toBeGreaterThan(0);
    }
    expect(shareOf("quick", 0, /error\?rate=10$/) * 0.1).toBeLessThan(0.05);
  });

  test("in the demo's errors more than one request in twenty fails with 500, in its normal time none", () => {
    expect((shareOf("demo", 400, /error\?rate=60$/) * 0.6) / 3).toBeGreaterThan(0.05);
    expect(shareOf("demo", 0, /error/)).toBe(0);
  });

  test("instruments visits every page, asks GitHub most of the time, and takes more away than it adds", () => {
    expect(shareOf("instruments", 0, /^\/(about)?$/)).toBe(0.25);
    expect(shareOf("instruments", 0, /^\/repos\/[a-z]+\/\w+$/)).toBe(0.5);
    expect(shareOf("instruments", 0, /^\/remove\/10$/)).toBeGreaterThan(shareOf("instruments", 0, /^\/add\/10$/));
  });

  test("addresses are within what the application takes", () => {
    for (const chance of [0, 0.5, 0.999]) {
      expect(Number(drawPath(phaseAt(PLANS.demo, 200), 0.999, chance).split("=")[1])).toBeLessThanOrEqual(10);
      expect(Number(drawPath(phaseAt(PLANS.demo, 600), 0.999, chance).split("=")[1])).toBeLessThanOrEqual(100);
    }
  });
});
