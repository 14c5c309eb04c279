import { describe, expect, test } from "vitest";
import { Settings, SettingsError } from "../../../apps/kit/settings.ts";
import { parseVariable, problemOf } from "../../../apps/kit/variables.ts";
import type { Variable, Variables } from "../../../apps/manifest.ts";

const VARIABLES = {
  SHARE: { kind: "number", minimum: 0, maximum: 1, default: "0.9", runtime: true, help: "A share" },
  WORKERS: { kind: "integer", minimum: 1, maximum: 10, default: "1", help: "Workers" },
  FINE: { kind: "boolean", default: "false", runtime: true, help: "Fine" },
} as const satisfies Variables;

const problemsOf = (action: () => unknown): readonly string[] => {
  try {
    action();
  } catch (error) {
    if (error instanceof SettingsError) return error.problems;
  }
  throw new Error("nothing was refused");
};

describe("reading", () => {
  test("defaults hold for what is not set or empty, and values have their types", () => {
    const settings = new Settings(VARIABLES, { SHARE: "", WORKERS: "3" });
    expect([settings.get("SHARE"), settings.get("WORKERS"), settings.get("FINE")]).toEqual([0.9, 3, false]);
  });

  test("all mistakes are told at once, with what is expected and the default", () => {
    const problems = problemsOf(() => new Settings(VARIABLES, { SHARE: "2", WORKERS: "many", FINE: "yes" }));
    expect(problems).toEqual([
      'SHARE is "2", but must be a number from 0 to 1 (A share; default 0.9)',
      'WORKERS is "many", but must be a whole number from 1 to 10 (Workers; default 1)',
      'FINE is "yes", but must be true or false (Fine; default false)',
    ]);
  });
});

describe("changing", () => {
  test("only what is marked can be changed, by JSON's values or by text", () => {
    const settings = new Settings(VARIABLES, {});
    settings.change({ SHARE: 0.7, FINE: "true" });
    expect(settings.current()).toEqual({ SHARE: 0.7, FINE: true });
    expect(problemsOf(() => settings.change({ WORKERS: 2 }))[0]).toContain("cannot be changed while the app runs");
    expect(problemsOf(() => settings.change({ toString: 2 }))[0]).toContain("changeable: SHARE, FINE");
  });

  test("one mistake, and nothing changes", () => {
    const settings = new Settings(VARIABLES, {});
    for (const share of [2, -0.1, null, [0.7], {}, "NaN", "Infinity"]) {
      expect(problemsOf(() => settings.change({ FINE: true, SHARE: share }))).toHaveLength(1);
    }
    expect(settings.current()).toEqual({ SHARE: 0.9, FINE: false });
  });
});

test.each<[Omit<Variable, "default" | "help">, string, unknown]>([
  [{ kind: "number", minimum: 0, maximum: 10 }, ".5", 0.5],
  [{ kind: "number", minimum: 0, maximum: 10 }, "1e1", 10],
  [{ kind: "number", minimum: 0, maximum: 10 }, "0x5", undefined],
  [{ kind: "number", minimum: 0, maximum: 10 }, " 5", undefined],
  [{ kind: "number", minimum: 0, maximum: 10 }, "10.1", undefined],
  [{ kind: "integer", minimum: 0, maximum: 10 }, "1.5", undefined],
  [{ kind: "choice", choices: ["quick", "demo"] }, "demo", "demo"],
  [{ kind: "choice", choices: ["quick", "demo"] }, "Demo", undefined],
  [{ kind: "url", protocols: ["http:", "https:"] }, "https://api.github.com", "https://api.github.com"],
  [{ kind: "url", protocols: ["http:", "https:"] }, "ftp://api.github.com", undefined],
  [{ kind: "url", protocols: ["http:", "https:"] }, "api.github.com", undefined],
  [{ kind: "address" }, "statsd-exporter:9125", "statsd-exporter:9125"],
  [{ kind: "address" }, "statsd-exporter", undefined],
  [{ kind: "address" }, "127.0.0.1:99999", undefined],
  [{ kind: "text" }, "", undefined],
  [{ kind: "secretFile" }, "/run/secrets/x", "/run/secrets/x"],
] as [Omit<Variable, "default" | "help">, string, unknown][])("%o reads %j as %j", (kind, text, value) => {
  const variable = { ...kind, default: "1", help: "x" } as Variable;
  expect(parseVariable(variable, text)).toBe(value);
  expect(problemOf("X", variable, text) === undefined).toBe(value !== undefined);
});
