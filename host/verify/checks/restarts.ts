import type { Sample } from "../../clients/prometheus.ts";
import { queryAny } from "../any.ts";
import type { Check, Context, Seen } from "../check.ts";
import { showLog } from "../help.ts";

const MINUTES = 10;
/** A deploy restarts a program once, and a person perhaps once more. */
const MANY = 3;

/** No program starts again and again. Asked of Prometheus, so it holds for every target; one that never answers is seen by `health`. */
export const restarts: Check = {
  name: "restarts",
  async run(context) {
    const { components, prometheuses } = context;
    if (prometheuses.length === 0) return [];
    const names = [...components.keys()].join("|");
    const counts = await queryAny(
      prometheuses,
      `max by (instance) (changes(process_start_time_seconds{instance=~"${names}"}[${MINUTES}m]))`,
    );
    const many = counts.filter(({ value }) => value >= MANY);
    return many.length > 0 ? many.map((count) => seeMany(context, count)) : [seeFew(counts)];
  },
};

const seeMany = (context: Context, { labels: { instance = "" }, value }: Sample): Seen => ({
  subject: instance,
  status: "warn",
  evidence: `${value} restarts in ${MINUTES} minutes`,
  help: `see why it ends: ${showLog(context, instance)}`,
});

function seeFew(counts: readonly Sample[]): Seen {
  const some = counts.filter(({ value }) => value > 0).map(({ labels, value }) => `${labels.instance} ${value}`);
  return { subject: "all", status: "pass", evidence: `in ${MINUTES} minutes: ${some.join(", ") || "none"}` };
}
