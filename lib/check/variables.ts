import { objectOf, type Rule, type Say, type Values } from "./rule.ts";

/** The mend of a variable that nobody fills in. */
export const FILL_IN =
  "write the value, or make the file with something that fills it in, as envsubst; a secret belongs into a file";

/** What a shell would fill in: `${NAME}`, also with a default, and a whole text that is `$NAME`. */
const VARIABLE = /\$\{[A-Za-z_]\w*(?::?[-=?+][^}]*)?\}|^\$[A-Z_][A-Z0-9_]*$/;

/** Whether a text waits for somebody to fill in a variable of the environment. */
export const hasVariable = (text: string): boolean => VARIABLE.test(text);

interface Options {
  readonly program: "Prometheus" | "Alertmanager";
  /** Keys below which such a text means something, or is told by another check. */
  readonly except: readonly string[];
  readonly source: string;
}

/** Texts that would reach a program as they stand, for it fills in no variables: it loads them, and nothing works. */
export const variableRule = (kind: string, { program, except, source }: Options): Rule => ({
  name: `${kind}/variable`,
  on: kind,
  severity: "warning",
  says: "A text with a variable of the environment, which the program does not fill in.",
  source,
  check: (value, say) => sayVariables(value, new Set(except), program, say),
});

function sayVariables(value: Values, except: ReadonlySet<string>, program: string, say: Say): void {
  for (const [key, member] of Object.entries(value)) {
    if (except.has(key)) continue;
    const all = Array.isArray(member) ? member : [member];
    for (const [index, one] of all.entries()) {
      const inner = objectOf(one);
      if (inner !== undefined) sayVariables(inner, except, program, say);
      else if (typeof one === "string" && hasVariable(one))
        say(Array.isArray(member) ? index : key, message(one, program), FILL_IN, {
          of: Array.isArray(member) ? member : value,
          onlyOne: true,
        });
    }
  }
}

const message = (text: string, program: string): string =>
  `${program} does not fill in ${VARIABLE.exec(text)?.[0]}: it takes the text as it stands`;
