import { type Check, forEach, type Seen } from "../check.ts";

/** More than this and pages, silences and dashboards show times that mislead. */
const MOST_SECONDS = 5;

/** The clock of the machine that Prometheus runs on shows the same time as ours. */
export const clock: Check = {
  name: "clock",
  run: ({ prometheuses }) =>
    forEach(prometheuses, async ({ name, query }) => {
      const before = Date.now();
      const [sample] = await query("time()");
      return seeClock(name, sample?.value ?? Number.NaN, before / 1000, Date.now() / 1000);
    }),
};

/** `theirs` was read between `before` and `after`, all in seconds since the epoch. */
export function seeClock(subject: string, theirs: number, before: number, after: number): Seen {
  const ahead = Math.max(0, theirs - after) - Math.max(0, before - theirs);
  const evidence = `${Math.abs(ahead).toFixed(1)} s ${ahead < 0 ? "behind" : "ahead of"} the clock here`;
  if (Math.abs(ahead) <= MOST_SECONDS) return { subject, status: "pass", evidence };
  return { subject, status: "fail", evidence, help: "set both clocks by NTP: `timedatectl set-ntp true`" };
}
