import { type Check, forEach, type Seen } from "../check.ts";
import { isSameNumber } from "../differences.ts";
import { deployAgain } from "../help.ts";

const FLAG = /^--(storage\.tsdb\.retention\.(?:time|size))=(.+)$/;

/** Every Prometheus keeps its metrics for as long, and up to as many bytes, as was rendered. */
export const retention: Check = {
  name: "retention",
  run: (context) =>
    forEach(context.prometheuses, async ({ name, flags }) => {
      const workload = context.composed.rendered.workloads.find((candidate) => candidate.name === name);
      const seen = seeRetention(name, workload?.args ?? [], await flags());
      return seen.status === "pass" ? seen : { ...seen, help: deployAgain(context) };
    }),
};

/** Whether the flags that run are those of the rendered arguments, which Prometheus writes its own way. */
export function seeRetention(subject: string, args: readonly string[], flags: Readonly<Record<string, string>>): Seen {
  const wanted = args.flatMap((arg) => {
    const [, name, value] = FLAG.exec(arg) ?? [];
    return name === undefined || value === undefined ? [] : [{ name, value }];
  });
  const wrong = wanted.filter(({ name, value }) => !isSameNumber(value, flags[name] ?? ""));
  const evidence = (wrong.length > 0 ? wrong : wanted)
    .map(({ name, value }) => `--${name} is ${flags[name]}${wrong.length > 0 ? ` and was rendered as ${value}` : ""}`)
    .join(", ");
  return { subject, status: wrong.length > 0 ? "fail" : "pass", evidence };
}
