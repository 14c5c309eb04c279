import type { Variable, Variables } from "../manifest.ts";

/** The type of a variable's value. */
type ValueOf<V extends Variable> = V extends { readonly kind: "number" | "integer" }
  ? number
  : V extends { readonly kind: "boolean" }
    ? boolean
    : V extends { readonly kind: "choice"; readonly choices: readonly (infer C)[] }
      ? C
      : string;

/** Values by variable name. */
export type ValuesOf<V extends Variables> = { readonly [N in keyof V]: ValueOf<V[N]> };

/** What every app has besides its own variables. */
export const serverVariables = (port: number) =>
  ({
    HOST: { kind: "text", default: "127.0.0.1", help: "Address to listen on" },
    PORT: { kind: "integer", minimum: 1, maximum: 65_535, default: String(port), help: "Port to listen on" },
  }) as const satisfies Variables;

/** Faults that a drill brings about while the app runs. */
export const faultVariables = {
  FAULT_ERROR_PERCENT: {
    kind: "number",
    minimum: 0,
    maximum: 100,
    default: "0",
    runtime: true,
    help: "Share of requests that fail with 500, in per cent",
  },
  FAULT_DELAY_SECONDS: {
    kind: "number",
    minimum: 0,
    maximum: 5,
    default: "0",
    runtime: true,
    help: "Time that every request takes longer, in seconds",
  },
  FAULT_MEMORY_MIB: {
    kind: "integer",
    minimum: 0,
    maximum: 200,
    default: "0",
    runtime: true,
    help: "Memory that is held for as long as this is set, in MiB",
  },
} as const satisfies Variables;

/** What a text must be to stand in the variable, for messages: `a number from 0 to 1`. */
function expectation(variable: Variable): string {
  switch (variable.kind) {
    case "number":
      return `a number from ${variable.minimum} to ${variable.maximum}`;
    case "integer":
      return `a whole number from ${variable.minimum} to ${variable.maximum}`;
    case "boolean":
      return "true or false";
    case "choice":
      return `one of ${variable.choices.join(", ")}`;
    case "url":
      return `a URL that starts with ${variable.protocols.map((protocol) => `${protocol}//`).join(" or ")}`;
    case "address":
      return "host:port";
    case "secretFile":
      return "the path of a file";
    case "text":
      return "a text that is not empty";
  }
}

// Number() alone would take "", " 1 ", "0x10" and "Infinity".
const NUMBER = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function parseNumber(text: string, minimum: number, maximum: number): number | undefined {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN;
  return value >= minimum && value <= maximum ? value : undefined;
}

function parseUrl(text: string, protocols: readonly string[]): string | undefined {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol) ? text : undefined;
}

/** The value of a variable's text, or undefined when the text does not meet `expectation`. Pure: lib/ judges environment files by it. */
export function parseVariable(variable: Variable, text: string): string | number | boolean | undefined {
  switch (variable.kind) {
    case "number":
      return parseNumber(text, variable.minimum, variable.maximum);
    case "integer": {
      const value = parseNumber(text, variable.minimum, variable.maximum);
      return Number.isInteger(value) ? value : undefined;
    }
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "choice":
      return variable.choices.includes(text) ? text : undefined;
    case "url":
      return parseUrl(text, variable.protocols);
    case "address":
      return /^[\w.-]+:\d{1,5}$/.test(text) && Number(text.split(":")[1]) <= 65_535 ? text : undefined;
    case "secretFile":
    case "text":
      return text === "" ? undefined : text;
  }
}

/** What is wrong with a variable's text, and the mend; undefined when it is good. */
export function problemOf(name: string, variable: Variable, text: string): string | undefined {
  if (parseVariable(variable, text) !== undefined) return undefined;
  return `${name} is "${text}", but must be ${expectation(variable)} (${variable.help}; default ${variable.default})`;
}
