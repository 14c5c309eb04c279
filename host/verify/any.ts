import { Unanswered } from "../clients/ask.ts";
import type { PrometheusClient, Sample } from "../clients/prometheus.ts";

/** Asks one Prometheus after the other: several of an environment know the same. Throws what the last one throws. */
export async function queryAny(prometheuses: readonly PrometheusClient[], expr: string): Promise<readonly Sample[]> {
  let failure: unknown = new Unanswered("the environment has no Prometheus");
  for (const prometheus of prometheuses) {
    try {
      return await prometheus.query(expr);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
