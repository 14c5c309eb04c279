import { type Matcher, matches, type Route } from "../../alertmanager/index.ts";

/** Why no alert can reach a route. */
export type Shadow =
  | { readonly kind: "contradiction"; readonly matchers: readonly [Matcher, Matcher] }
  | { readonly kind: "sibling"; readonly by: Route };

/** Undefined when an alert can reach it, or when that cannot be told. Parents that cannot be reached are said once, not again for their children. */
export function shadowing(route: Route): Shadow | undefined {
  const { parent } = route;
  if (parent === undefined) return undefined;
  const inherited = requirements(parent);
  const contradiction = contradictionIn(route.matchers, [...inherited, ...route.matchers]);
  if (contradiction !== undefined) return { kind: "contradiction", matchers: contradiction };
  const earlier = parent.routes.slice(0, parent.routes.indexOf(route));
  const all = [...inherited, ...route.matchers];
  const by = earlier.find(
    (sibling) =>
      !sibling.continues && sibling.matchers.every((matcher) => all.some((given) => implies(given, matcher))),
  );
  return by === undefined ? undefined : { kind: "sibling", by };
}

/** All matchers that an alert must satisfy to come to a route. */
function requirements(route: Route): readonly Matcher[] {
  return route.parent === undefined ? route.matchers : [...requirements(route.parent), ...route.matchers];
}

function contradictionIn(own: readonly Matcher[], all: readonly Matcher[]): [Matcher, Matcher] | undefined {
  for (const matcher of own) {
    const other = all.find((given) => excludes(given, matcher) || excludes(matcher, given));
    if (other !== undefined) return [other, matcher];
  }
  return undefined;
}

const excludes = (given: Matcher, other: Matcher): boolean =>
  given.operator === "=" && given.name === other.name && !matches(other, given.value);

/** Whether every alert that satisfies `given` satisfies `wanted`. Of two regular expressions only equal ones are known to. */
function implies(given: Matcher, wanted: Matcher): boolean {
  if (given.name !== wanted.name) return false;
  if (given.operator === "=") return matches(wanted, given.value);
  return given.operator === wanted.operator && given.value === wanted.value;
}
