import type { Query } from "../../../lib/components/component.ts";
import { queriesOf } from "../../../lib/render/index.ts";
import { BadQuery, type PrometheusClient, type Sample } from "../../clients/prometheus.ts";
import { type Check, forEach, type Seen } from "../check.ts";

/** Every question that shows a component to be observed has an answer of the expected shape, from each Prometheus. */
export const queries: Check = {
  name: "queries",
  run: ({ composed: { environment, site }, prometheuses }) =>
    forEach(prometheuses, (prometheus) =>
      Promise.all(queriesOf(environment, site).map((query) => seeQuery(prometheus, query))),
    ),
};

/** A Prometheus that does not answer at all is told once, by who asks. */
async function seeQuery(prometheus: PrometheusClient, query: Query): Promise<Seen> {
  try {
    return seeSamples(query, await prometheus.query(query.expr));
  } catch (error) {
    if (!(error instanceof BadQuery)) throw error;
    const help = "correct the expression: it is asked by the manifest of the app or the component of that name";
    return { subject: query.name, status: "fail", evidence: `${query.expr}: ${error.message}`, help };
  }
}

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
