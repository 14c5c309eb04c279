import { queryAny } from "../any.ts";
import type { Check, Seen } from "../check.ts";
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
    return counts.map(({ labels: { instance = "" }, value }): Seen => {
      const evidence = `${value} restarts in ${MINUTES} minutes`;
      if (value < MANY) return { subject: instance, status: "pass", evidence };
      return { subject: instance, status: "warn", evidence, help: `see why it ends: ${showLog(context, instance)}` };
    });
  },
};
