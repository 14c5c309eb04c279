import type { Query } from "../../../lib/components/component.ts";
import { queriesOf } from "../../../lib/render/index.ts";
import type { Sample } from "../../clients/prometheus.ts";
import { type Check, forEach, type Seen } from "../check.ts";

/** Every question that shows a component to be observed has an answer of the expected shape, from each Prometheus. */
export const queries: Check = {
  name: "queries",
  async run({ composed: { environment, site }, prometheuses }) {
    const asked = queriesOf(environment, site);
    const seen = prometheuses.map((prometheus) =>
      forEach(asked, async (query) => seeSamples(query, await prometheus.query(query.expr))),
    );
    return (await Promise.all(seen)).flat();
  },
};

/** Whether an answer has the shape that a query expects. */
export function seeSamples({ name, expr, expect }: Query, samples: readonly Sample[]): Seen {
  const evidence = `${shown(samples)} from ${expr}`;
  const fault = FAULTS[expect](samples);
  if (fault === undefined) return { subject: name, status: "pass", evidence };
  const help = `${fault}; see whether its target is up and exposes the metric, and that the time range holds two scrapes`;
  return { subject: name, status: "fail", evidence, help };
}

const FAULTS: Readonly<Record<Query["expect"], (samples: readonly Sample[]) => string | undefined>> = {
  some: (samples) => (samples.length > 0 ? undefined : "one value at least is expected"),
  one: (samples) => (samples.length === 1 ? undefined : "exactly one value is expected"),
  number: (samples) =>
    samples.length > 0 && samples.every(({ value }) => Number.isFinite(value))
      ? undefined
      : "numbers are expected, and neither nothing, NaN nor infinity",
  any: () => undefined,
};

const MANY = 3;

function shown(samples: readonly Sample[]): string {
  if (samples.length === 0) return "nothing";
  const values = samples.slice(0, MANY).map(({ value }) => Number(value.toPrecision(4)));
  return `${values.join(", ")}${samples.length > MANY ? `, … (${samples.length} values)` : ""}`;
}
