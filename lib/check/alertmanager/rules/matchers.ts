import { formatMatcher, type Matcher, parseMatchers } from "../../../alertmanager/index.ts";
import { isForwardCompatible } from "../../../alertmanager/matchers.ts";
import { listOf, objectOf, type Rule, type Say, textOf, textsOf, type Values } from "../../rule.ts";

const CONFIGURATION = "https://prometheus.io/docs/alerting/latest/configuration/";
/** Keys of matchers in the newer form, by what has them. */
const MATCHERS = { route: ["matchers"], "inhibit-rule": ["source_matchers", "target_matchers"] } as const;

/** Matchers that Alertmanager reads, and that say another thing than was meant, or not for long. */
export const matcherRules: readonly Rule[] = [
  {
    name: "alertmanager/deprecated",
    on: "route",
    severity: "warning",
    says: "match and match_re.",
    source: CONFIGURATION,
    check: (route, say) => checkOldMatchers(route, "", say),
  },
  {
    name: "alertmanager/deprecated",
    on: "inhibit-rule",
    severity: "warning",
    says: "source_match, source_match_re, target_match and target_match_re.",
    source: CONFIGURATION,
    check: (rule, say) => {
      checkOldMatchers(rule, "source_", say);
      checkOldMatchers(rule, "target_", say);
    },
  },
  ...ofLines(checkForward, {
    name: "alertmanager/classic-matcher",
    severity: "info",
    says: "A matcher that only the classic syntax understands.",
    source: "FallbackMatchersParser, matcher/compat/parse.go (0.27)",
  }),
  ...ofLines(checkEquals, {
    name: "alertmanager/double-equals",
    severity: "warning",
    says: "`==` in a matcher: what stands behind the first `=` is the value.",
    source: "ParseMatcher, pkg/labels/parse.go",
  }),
];

/** A rule about each line of matchers that Alertmanager can read, for all that has matchers. */
function ofLines(check: (line: Line, say: Say) => void, rule: Omit<Rule, "on" | "check">): readonly Rule[] {
  return Object.entries(MATCHERS).map(([on, keys]) => ({
    ...rule,
    on,
    check: (value, say) => {
      for (const line of linesIn(value, keys)) check(line, say);
    },
  }));
}

function checkOldMatchers(value: Values, prefix: string, say: Say): void {
  for (const key of [`${prefix}match`, `${prefix}match_re`]) {
    if (Object.keys(objectOf(value[key]) ?? {}).length > 0)
      say(
        key,
        `${key} is the older form, and will go`,
        `use ${prefix}matchers: ${inNewForm(objectOf(value[key]) ?? {}, key.endsWith("_re") ? "=~" : "=")}`,
        { part: "key" },
      );
  }
}

const inNewForm = (map: Values, operator: Matcher["operator"]): string =>
  `['${Object.entries(map)
    .map(([name, value]) => formatMatcher({ name, operator, value: textOf(value) }))
    .join("', '")}']`;

/** One text of matchers. */
interface Line {
  readonly of: object;
  readonly index: number;
  readonly text: string;
  readonly matchers: readonly Matcher[];
}

const linesIn = (value: Values, keys: readonly string[]): Line[] =>
  keys.flatMap((key) =>
    textsOf(value[key]).flatMap((text, index) => {
      const parsed = parseMatchers(text);
      return "matchers" in parsed ? [{ of: listOf(value[key]), index, text, matchers: parsed.matchers }] : [];
    }),
  );

function checkForward({ of, index, text, matchers }: Line, say: Say): void {
  if (isForwardCompatible(text) || matchers.some(isDoubled)) return;
  const message = `only Alertmanager's classic syntax understands ${text}, and that will go`;
  say(index, message, "put the value in double quotes, and write each backslash twice", { of });
}

const isDoubled = ({ operator, value }: Matcher): boolean => operator === "=" && value.startsWith("=");

function checkEquals({ of, index, matchers }: Line, say: Say): void {
  const wrong = matchers.find(isDoubled);
  if (wrong === undefined) return;
  const meant = formatMatcher({ ...wrong, value: wrong.value.replace(/^=\s*/, "") });
  say(index, `this asks for the value "${wrong.value}": a matcher has one =`, `write ${meant}`, { of });
}
