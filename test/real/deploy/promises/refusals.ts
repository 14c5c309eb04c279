import { expect, test } from "vitest";
import type { Deployment } from "../../../support/deployment/deployment.ts";
import { alertmanagerConfig, rules, state } from "../observed.ts";

interface Refusal {
  readonly what: string;
  /** Edits of environment.yml or the rules, each a text and what replaces it. */
  readonly edits: readonly (readonly [path: string, before: string, after: string])[];
  readonly reasons: readonly RegExp[];
  /** Makes what was refused acceptable; without it, it is taken back. */
  readonly mend?: readonly [path: string, before: string, after: string];
  /** After the mending or the taking back has been deployed. */
  readonly landed: (deployed: Deployment, said: string) => Promise<void>;
}

const ENVIRONMENT = "environment.yml";
const RULES = "rules/promises.yml";
const INTERVAL = "    evaluation_interval: 1s\n";

const saysNoChanges = async (_: Deployment, said: string) => expect(said).toContain("No changes.");

/** Those that are mended come last: the others want the first files to run. */
const REFUSALS: readonly Refusal[] = [
  {
    what: "a file that promtool refuses",
    edits: [[RULES, "count(up)", "count(up"]],
    reasons: [/rules\/promises\.yml:5:20/, /unclosed left parenthesis/],
    landed: saysNoChanges,
  },
  {
    what: "a bad flag together with a bad file",
    edits: [
      [ENVIRONMENT, INTERVAL, `${INTERVAL}    flags: { query.timeout: 2 minutes }\n`],
      [RULES, "count(up)", "count(up"],
    ],
    reasons: [/unclosed left parenthesis/, /prometheus\/judge/, /2 minutes/],
    landed: saysNoChanges,
  },
  {
    what: "a file that promtool accepts and Prometheus does not (T33)",
    edits: [[ENVIRONMENT, INTERVAL, `${INTERVAL}    global: { query_log_file: ../nowhere/query.log }\n`]],
    reasons: [/prometheus\/judge/, /query\.log/, /no such file or directory/],
    landed: saysNoChanges,
  },
  {
    what: "Alertmanager's file that amtool refuses, with a good change for Prometheus",
    edits: [
      [ENVIRONMENT, "receiver: pagerduty }] }", "receiver: nobody }] }"],
      [RULES, "promises:up:count", "promises:up:good"],
    ],
    reasons: [/receiver "nobody" is not defined/],
    mend: [ENVIRONMENT, "receiver: nobody", "receiver: default"],
    async landed(deployed) {
      expect(await rules(deployed)).toContain("promises:up:good");
      expect(await alertmanagerConfig(deployed)).not.toContain("receiver: nobody");
    },
  },
  {
    what: "a file that amtool accepts and Alertmanager does not (an unknown time zone)",
    edits: [
      [
        ENVIRONMENT,
        "    receivers:\n",
        "    time_intervals: [{ name: nights, time_intervals: [{ location: Europe/Nowhere }] }]\n    receivers:\n",
      ],
    ],
    reasons: [/Europe\/Nowhere/],
    mend: [ENVIRONMENT, "Europe/Nowhere", "Europe/Berlin"],
    landed: async (deployed) => expect(await alertmanagerConfig(deployed)).toContain("Europe/Berlin"),
  },
];

export function refusals(deployed: () => Deployment): void {
  test.each(REFUSALS)(
    "refused with its reason, and nothing changes: $what",
    async ({ edits, reasons, mend, landed }) => {
      const before = await state(deployed());
      for (const edit of edits) await deployed().edit(...edit);
      const said = await deployed().refused();
      for (const reason of reasons) expect(said).toMatch(reason);
      expect(await state(deployed())).toEqual(before);
      if (mend !== undefined) await deployed().edit(...mend);
      else await deployed().reset();
      await landed(deployed(), await deployed().deploy());
    },
  );
}
