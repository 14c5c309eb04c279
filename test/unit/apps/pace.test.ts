import { expect, test } from "vitest";
import { EvenShare } from "../../../apps/kit/even-share.ts";
import { Pace } from "../../../apps/kit/pace.ts";
import { AtMost, Refusal } from "../../../apps/kit/refusal.ts";

test("parts carry over, and a pause of the process is no burst", () => {
  const pace = new Pace();
  expect([0.4, 0.4, 0.4, 60].map((seconds) => pace.due(seconds, 1))).toEqual([0, 0, 1, 1]);
});

test.each([0, 0.1, 0.3, 0.5, 1])("a share of %d holds in every window of a hundred", (share) => {
  const even = new EvenShare();
  const answers = Array.from({ length: 1000 }, () => even.next(share));
  for (let from = 0; from <= 900; from++) {
    const yes = answers.slice(from, from + 100).filter(Boolean).length;
    expect(Math.abs(yes - share * 100)).toBeLessThanOrEqual(1);
  }
});

test("what is more than the limit is refused at once, and there is room again afterwards", async () => {
  const atMost = new AtMost(1);
  let finish = () => {};
  const first = atMost.run(() => new Promise<void>((resolve) => (finish = resolve)));
  await expect(atMost.run(async () => 2)).rejects.toThrow(Refusal);
  finish();
  await first;
  await expect(atMost.run(async () => Promise.reject(new Error("fails")))).rejects.toThrow("fails");
  expect(await atMost.run(async () => 3)).toBe(3);
});
