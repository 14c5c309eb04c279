/** Command-line flags by name without the dashes: `{ query.timeout: 2m, web.enable-admin-api: false }`. */
export type Flags = Readonly<Record<string, string | number | boolean>>;

export const flagsSchema = {
  type: "object",
  description: "Further flags of the program by name, without dashes. true and false switch a flag on and off.",
  propertyNames: { pattern: "^[a-z][a-zA-Z0-9.-]*$" },
  additionalProperties: { type: ["string", "number", "boolean"] },
  default: {},
} as const;

/** A boolean flag takes no value: `--x=false` ends the start with "unexpected false" (requirements T1), so off is `--no-x`. */
const argument = ([name, value]: [string, string | number | boolean]): string => {
  if (value === true) return `--${name}`;
  if (value === false) return `--no-${name}`;
  return `--${name}=${value}`;
};

export const flagArguments = (flags: Flags): readonly string[] => Object.entries(flags).map(argument);
