import type { LoadedGroup, LoadedRule } from "../../clients/prometheus.ts";
import { type Check, forEach, type Seen } from "../check.ts";
import { runRendered, showLog } from "../help.ts";
import { listOf } from "../list.ts";
import { baseName, type RenderedGroup, type RenderedRule, renderedGroups } from "../rendered.ts";
import { ruleDifferences, secondsOf } from "../rule-differences.ts";

/** All rendered rule groups are loaded, none besides, and each of their rules is the rendered one and was evaluated without error. */
export const rules: Check = {
  name: "rules",
  run: (context) =>
    forEach(context.prometheuses, async ({ name, rules }) => {
      const groups = await rules();
      return seeGroups(renderedGroups(context, name), groups, {
        deploy: runRendered(context, name),
        explain: `correct its expression, or the metrics that it reads; Prometheus says more: ${showLog(context, name)}`,
        wait: "Prometheus evaluates each group once in its interval: wait for the next one",
      });
    }),
};

const keyOf = ({ file, name }: { readonly file: string; readonly name: string }): string =>
  `${baseName(file)}: ${name}`;

interface Mends {
  readonly deploy: string;
  readonly explain: string;
  readonly wait: string;
}

/** What is seen of each group. Groups are told apart by file and name, as Prometheus does. */
export function seeGroups(
  rendered: readonly RenderedGroup[],
  loaded: readonly LoadedGroup[],
  mends: Mends,
): readonly Seen[] {
  const running = new Map(loaded.map((group) => [keyOf(group), group]));
  const wanted = new Set(rendered.map(keyOf));
  const extra = loaded.filter((group) => !wanted.has(keyOf(group)));
  return [
    ...rendered.map((group) => seeGroup(group, running.get(keyOf(group)), mends)),
    ...extra.map(
      (group): Seen => ({
        subject: group.name,
        status: "fail",
        evidence: `it is loaded from ${group.file}, and was not rendered`,
        help: mends.deploy,
      }),
    ),
  ];
}

function seeGroup(wanted: RenderedGroup, loaded: LoadedGroup | undefined, { deploy, explain, wait }: Mends): Seen {
  const subject = wanted.name;
  if (loaded === undefined)
    return { subject, status: "fail", evidence: `the group of ${wanted.file} is not loaded`, help: deploy };
  const left = wanted.rules.map(textOfRendered);
  const right = loaded.rules.map(textOfLoaded);
  if (left.join("\n") !== right.join("\n")) {
    const evidence = `it has the rules ${right.join(", ")}, and was rendered with ${left.join(", ")}`;
    return { subject, status: "fail", evidence, help: deploy };
  }
  const changed = wanted.rules.flatMap((rule, index) => ruleDifferences(rule, wanted, loaded.rules[index]));
  if (changed.length > 0) return { subject, status: "fail", evidence: listOf(changed), help: deploy };
  const errors = loaded.rules.filter(({ health }) => health === "err");
  if (errors.length > 0) {
    const evidence = listOf(errors.map(({ name, lastError = "" }) => `${name}: ${lastError}`));
    return { subject, status: "fail", evidence, help: explain };
  }
  const waiting = loaded.rules.filter(isNew).map(({ name }) => name);
  if (waiting.length > 0)
    return { subject, status: "fail", evidence: `not evaluated yet: ${listOf(waiting)}`, help: wait };
  return { subject, status: "pass", evidence: `${loaded.rules.length} rules evaluated without error` };
}

/** Name and `for`, which Prometheus counts in seconds. */
const textOfRendered = (rule: RenderedRule): string => ruleText(nameOf(rule), secondsOf(rule.for));
const textOfLoaded = ({ name, duration = 0 }: LoadedRule): string => ruleText(name, duration);
const ruleText = (name: string, seconds: number): string => (seconds === 0 ? name : `${name} for ${seconds}s`);

const nameOf = ({ alert, record }: RenderedRule): string => alert ?? record ?? "";

/** Prometheus writes Go's zero time where a rule has not been evaluated. */
const NEVER = "0001-";

const isNew = ({ health, lastEvaluation }: LoadedRule): boolean =>
  health === "unknown" || lastEvaluation.startsWith(NEVER);
