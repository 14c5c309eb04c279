import { expect, test, vi } from "vitest";
import { type FruitMessage, parseMessage } from "../../../apps/fruit-shop/fruit.ts";
import { Dependencies } from "../../../apps/kit/dependencies.ts";

const MESSAGE: FruitMessage = {
  id: "0b6c4c2e-8d0a-4a39-9f39-0c6d1a2b3c4d",
  fruit: "banana",
  postedAt: "2026-11-21T10:00:00.000Z",
};

test("a message survives the queue", () => {
  expect(parseMessage(JSON.stringify(MESSAGE))).toEqual(MESSAGE);
});

test.each([
  "",
  "null",
  "7",
  "[]",
  "{}",
  ...Object.keys(MESSAGE).map((key) => JSON.stringify({ ...MESSAGE, [key]: "no" })),
])("%s is no message", (text) => {
  expect(parseMessage(text)).toBeUndefined();
});

test("dependencies that do not answer are named with their reason, and each change is said once", async () => {
  const [log, errors] = [vi.spyOn(console, "log"), vi.spyOn(console, "error")].map((spy) =>
    spy.mockImplementation(() => {}),
  );
  const states: Record<string, boolean> = {};
  let broken = true;
  const check = async () => {
    if (broken) throw new AggregateError([new Error("::1 refuses"), new Error("127.0.0.1 refuses")]);
  };
  const dependencies = new Dependencies({ database: check, cache: async () => {} }, (name, up) => {
    states[name] = up;
  });
  for (let i = 0; i < 2; i++)
    expect(await dependencies.missing()).toEqual({ database: "::1 refuses; 127.0.0.1 refuses" });
  expect(states).toEqual({ database: false, cache: true });
  broken = false;
  for (let i = 0; i < 2; i++) expect(await dependencies.missing()).toEqual({});
  expect(states).toEqual({ database: true, cache: true });
  expect(errors?.mock.calls).toEqual([["database is out of reach: ::1 refuses; 127.0.0.1 refuses"]]);
  expect(log?.mock.calls).toEqual([["database answers"]]);
  vi.restoreAllMocks();
});
