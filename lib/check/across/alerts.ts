import type { Rule as WrittenRule } from "../../components/component.ts";
import type { Place } from "../../finding.ts";
import {
  canHave,
  type Expression,
  parsePromQL,
  resultLabels,
  type Selector,
  secondsToFire,
  selectorsOf,
} from "../../promql/index.ts";
import { parseDuration } from "../../schema/index.ts";
import { isSet, objectOf, objectsOf, textOf, type Values } from "../rule.ts";
import type { World } from "./world.ts";

/** An alerting rule, with what can be told of the alerts that it raises. */
export interface Alert {
  readonly name: string;
  /** Labels whose value is written, `alertname` among them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Whether its alerts may have a label whose value only the data tells. */
  mayHave(label: string): boolean;
  readonly annotations: Readonly<Record<string, string>>;
  readonly forSeconds: number;
  /** How long a failure may have to last before its expression holds. */
  readonly rangeSeconds: number;
  /** How often its group is evaluated. */
  readonly evaluationSeconds: number;
  /** What its expression selects. */
  readonly selectors: readonly Selector[];
  /** Where a part of the rule is written, or a key in that part; the alert's name where it is not. */
  place(part?: "labels" | "annotations" | "for", key?: string, of?: "key" | "value"): Place;
}

interface GroupTiming {
  readonly interval?: unknown;
}

/** The alerts of rule groups that are a component's own. `place`: where the user asked for that component. */
export const alertsOfGroups = (
  groups: readonly (GroupTiming & { readonly rules: readonly WrittenRule[] })[],
  place: Place,
  world: World,
): Alert[] =>
  groups.flatMap((group) =>
    group.rules.flatMap((rule) => alertOf(rule as unknown as Values, group, world, () => place)),
  );

/** The alerts of a rule file, read as its kind says. */
export const alertsOfFile = (
  value: unknown,
  placeOf: (object: object, key?: string, part?: "key" | "value") => Place,
  world: World,
): Alert[] =>
  objectsOf(objectOf(value)?.groups).flatMap((group) =>
    objectsOf(group.rules).flatMap((rule) => alertOf(rule, group, world, placeIn(rule, placeOf))),
  );

const placeIn =
  (rule: Values, placeOf: (object: object, key?: string, part?: "key" | "value") => Place): Alert["place"] =>
  (part, key, of = "value") => {
    if (part === undefined) return placeOf(rule, "alert");
    const inner = objectOf(rule[part]);
    if (inner !== undefined && key !== undefined && Object.hasOwn(inner, key)) return placeOf(inner, key, of);
    return rule[part] === undefined ? placeOf(rule, "alert") : placeOf(rule, part, "key");
  };

function alertOf(rule: Values, group: GroupTiming, world: World, place: Alert["place"]): Alert[] {
  if (!isSet(rule.alert)) return [];
  const { tree } = parsePromQL(textOf(rule.expr));
  const selectors = tree === undefined ? [] : selectorsOf(tree).map(({ selector }) => selector);
  const written = textsIn(rule.labels);
  const fixed = Object.fromEntries(Object.entries(written).filter(([, value]) => !value.includes("{{")));
  const hasLabel = tree === undefined ? () => true : labelTest(tree, world);
  return [
    {
      name: textOf(rule.alert),
      labels: { ...fixed, alertname: textOf(rule.alert) },
      mayHave: (label) =>
        !Object.hasOwn(fixed, label) && label !== "alertname" && (label in written || hasLabel(label)),
      annotations: textsIn(rule.annotations),
      forSeconds: seconds(rule.for) ?? 0,
      rangeSeconds: tree === undefined ? 0 : secondsToFire(tree),
      evaluationSeconds: seconds(group.interval) || world.evaluationSeconds,
      selectors,
      place,
    },
  ];
}

function labelTest(tree: Expression, { knowledge }: World): (label: string) => boolean {
  const labels = resultLabels(tree, (metric) => knowledge.metric?.(metric)?.labels);
  return (label) => canHave(labels, label);
}

const textsIn = (value: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(objectOf(value) ?? {}).map(([name, text]) => [name, textOf(text)]));

const seconds = (value: unknown): number | undefined => {
  const milliseconds = typeof value === "string" ? parseDuration(value) : undefined;
  return milliseconds === undefined ? undefined : milliseconds / 1000;
};
