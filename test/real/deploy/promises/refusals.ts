import { expect, test } from "vitest";
import type { Deployment } from "../../../support/deployment/deployment.ts";
import { alertmanagerConfig, flag, prometheusConfig, rules, state } from "../observed.ts";

/** Of environment.yml or the rules: a text and what replaces it. */
type Edit = readonly [path: string, before: string, after: string];

interface Refusal {
  readonly what: string;
  readonly edits: readonly Edit[];
  readonly reasons: readonly RegExp[];
  /** Make what was refused acceptable. */
  readonly mends: readonly Edit[];
  /** What runs once the mended files are deployed. */
  readonly landed: (deployed: Deployment) => Promise<void>;
}

const ENVIRONMENT = "environment.yml";
const RULES = "rules/promises.yml";
const INTERVAL = "    evaluation_interval: 1s\n";

const hasRule = (record: string) => async (deployed: Deployment) => expect(await rules(deployed)).toContain(record);

const REFUSALS: readonly Refusal[] = [
  {
    what: "a file that promtool refuses",
    edits: [
      [RULES, "count(up)", "count(up"],
      [RULES, "promises:up:count", "promises:up:closed"],
    ],
    reasons: [/rules\/promises\.yml:5:20/, /unclosed left parenthesis/],
    mends: [[RULES, "count(up", "count(up)"]],
    landed: hasRule("promises:up:closed"),
  },
  {
    what: "a bad flag together with a bad file",
    edits: [
      [ENVIRONMENT, INTERVAL, `${INTERVAL}    flags: { query.timeout: 2 minutes }\n`],
      [RULES, "count(up)", "count(up"],
    ],
    reasons: [/unclosed left parenthesis/, /prometheus\/judge/, /2 minutes/],
    mends: [
      [ENVIRONMENT, "2 minutes", "2m30s"],
      [RULES, "count(up", "count(up)"],
    ],
    landed: async (deployed) => expect(await flag(deployed, "query.timeout")).toBe("2m30s"),
  },
  {
    what: "a file that promtool accepts and Prometheus does not (T33)",
    edits: [[ENVIRONMENT, INTERVAL, `${INTERVAL}    global: { query_log_file: ../nowhere/query.log }\n`]],
    reasons: [/prometheus\/judge/, /query\.log/, /no such file or directory/],
    mends: [[ENVIRONMENT, "query_log_file: ../nowhere/query.log", "scrape_timeout: 500ms"]],
    landed: async (deployed) => expect(await prometheusConfig(deployed)).toContain("scrape_timeout: 500ms"),
  },
  {
    what: "Alertmanager's file that amtool refuses, with a good change for Prometheus",
    edits: [
      [ENVIRONMENT, "receiver: pagerduty }] }", "receiver: nobody }] }"],
      [RULES, "promises:up:count", "promises:up:good"],
    ],
    reasons: [/receiver "nobody" is not defined/],
    mends: [[ENVIRONMENT, "receiver: nobody", "receiver: default"]],
    async landed(deployed) {
      await hasRule("promises:up:good")(deployed);
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
    mends: [[ENVIRONMENT, "Europe/Nowhere", "Europe/Berlin"]],
    landed: async (deployed) => expect(await alertmanagerConfig(deployed)).toContain("Europe/Berlin"),
  },
];

export function refusals(deployed: () => Deployment): void {
  test.each(REFUSALS)(
    "refused with its reason, and nothing changes; mended it arrives, and taken back there are `No changes`: $what",
    async ({ edits, reasons, mends, landed }) => {
      const make = async (changes: readonly Edit[]) => {
        for (const change of changes) await deployed().edit(...change);
      };
      const isRefused = async () => {
        const before = await state(deployed());
        const said = await deployed().refused();
        for (const reason of reasons) expect(said).toMatch(reason);
        expect(await state(deployed())).toEqual(before);
      };
      await make(edits);
      await isRefused();
      await make(mends);
      await deployed().deploy();
      await landed(deployed());

      await make(mends.map(([path, bad, good]) => [path, good, bad]));
      await isRefused();
      await make(mends);
      expect(await deployed().deploy()).toContain("No changes.");
    },
  );
}
