import type { Variables } from "../manifest.ts";
import { parseVariable, problemOf, type ValuesOf } from "./variables.ts";

/** Settings that cannot be: all problems at once, each with its mend. */
export class SettingsError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join("\n"));
    this.name = "SettingsError";
    this.problems = problems;
  }
}

const textOf = (value: unknown): string => (typeof value === "object" ? JSON.stringify(value) : String(value));

/** An app's settings: read once from its environment variables, some of them changeable while it runs. */
export class Settings<V extends Variables> {
  readonly #variables: V;
  readonly #values: Record<string, string | number | boolean>;

  /** Throws SettingsError. An empty variable counts as one that is not set, as Compose files and units leave them. */
  constructor(variables: V, environment: Readonly<Record<string, string | undefined>>) {
    const texts = Object.entries(variables).map(
      ([name, { default: text }]) => [name, environment[name] || text] as const,
    );
    this.#variables = variables;
    this.#values = this.#parse(texts);
  }

  #parse(texts: readonly (readonly [string, string])[]): Record<string, string | number | boolean> {
    const values: Record<string, string | number | boolean> = {};
    const problems: string[] = [];
    for (const [name, text] of texts) {
      const variable = this.#variables[name];
      const value = variable && parseVariable(variable, text);
      if (value !== undefined) values[name] = value;
      else problems.push((variable && problemOf(name, variable, text)) ?? `there is no variable ${name}`);
    }
    if (problems.length > 0) throw new SettingsError(problems);
    return values;
  }

  /** The value that holds now: ask again each time, never keep it. */
  get<N extends keyof V & string>(name: N): ValuesOf<V>[N] {
    return this.#values[name] as ValuesOf<V>[N];
  }

  /** Names of the variables that can be changed while the app runs. */
  get changeable(): readonly string[] {
    return Object.keys(this.#variables).filter((name) => this.#variables[name]?.runtime);
  }

  /** Values of the changeable variables: what `GET /settings` answers. */
  current(): Readonly<Record<string, string | number | boolean>> {
    return Object.fromEntries(this.changeable.map((name) => [name, this.#values[name] ?? ""]));
  }

  /** Changes all that `changes` names, or nothing: throws SettingsError. Values are as JSON has them, or the variable's text. */
  change(changes: Readonly<Record<string, unknown>>): void {
    const fixed = Object.keys(changes).filter((name) => !this.changeable.includes(name));
    if (fixed.length > 0) {
      const mend = `changeable: ${this.changeable.join(", ") || "none"}`;
      throw new SettingsError(fixed.map((name) => `${name} cannot be changed while the app runs (${mend})`));
    }
    Object.assign(this.#values, this.#parse(Object.entries(changes).map(([name, value]) => [name, textOf(value)])));
  }
}
