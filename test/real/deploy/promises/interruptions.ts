import { expect, test } from "vitest";
import { eventually } from "../../../../bench/support/eventually.ts";
import { readState } from "../../../../host/deploy/state.ts";
import { type Deployment, NAME } from "../../../support/deployment/deployment.ts";
import { alertmanagerConfig, flag, rules } from "../observed.ts";

const SIGNALS = ["SIGINT", "SIGKILL"] as const;

/** Another text at each call: each deploy must have something to do. */
let times = 0;
const another = (): number => ++times;

export function interruptions(deployed: () => Deployment): void {
  const changeRule = async (): Promise<string> => {
    const record = `promises:up:interrupted${another()}`;
    await deployed().write(
      "rules/promises.yml",
      `groups: [{ name: promises, rules: [{ record: "${record}", expr: count(up) }] }]\n`,
    );
    return record;
  };

  test.each(SIGNALS)("%s in the middle of publishing: the next deploy completes it", async (signal) => {
    const { hands } = deployed();
    const record = await changeRule();
    const wait = `${another()}s`;
    await deployed().edit("environment.yml", "group_wait: 1s", `group_wait: ${wait}`);
    await deployed().interrupted(() => hands.moment.publishing("prometheus"), signal);
    expect(await rules(deployed())).not.toContain(record);
    await deployed().deploy();
    expect(await rules(deployed())).toContain(record);
    expect(await alertmanagerConfig(deployed())).toContain(`group_wait: ${wait}`);
  });

  test.each(SIGNALS)("%s between publishing and reloading: the next deploy completes it", async (signal) => {
    const { hands } = deployed();
    const before = await hands.process("prometheus");
    const record = await changeRule();
    await deployed().interrupted(() => hands.moment.published("prometheus"), signal);
    expect(await hands.read("prometheus", "rules/promises.yml")).toContain(record);
    expect(await rules(deployed())).not.toContain(record);
    await deployed().deploy();
    expect(await rules(deployed())).toContain(record);
    expect(await hands.process("prometheus")).toBe(before);
  });

  test.each(SIGNALS)("%s during the wait for health: the next deploy completes it", async (signal) => {
    const { hands } = deployed();
    const timeout = `1m${another()}s`;
    await deployed().edit(
      "environment.yml",
      "evaluation_interval: 1s\n",
      `evaluation_interval: 1s\n    flags: { query.timeout: ${timeout} }\n`,
    );
    await deployed().interrupted(async () => {
      await hands.moment.started("prometheus");
      await hands.freeze("prometheus");
      await inState(deployed(), "prometheus");
    }, signal);
    await hands.thaw("prometheus");
    await deployed().deploy();
    expect(await flag(deployed(), "query.timeout")).toBe(timeout);
  });

  test("SIGKILL while a container is being made: the one outside of the state is imported", async ({ skip }) => {
    const { hands, root } = deployed();
    const { created } = hands.moment;
    if (created === undefined) return skip("the native target has no containers");
    const timeout = `1m${another()}s`;
    await deployed().edit(
      "environment.yml",
      "evaluation_interval: 1s\n",
      `evaluation_interval: 1s\n    flags: { query.timeout: ${timeout} }\n`,
    );
    await deployed().interrupted(() => created("prometheus"), "SIGKILL");
    const known = (await readState(root, NAME))?.ids("docker_container") ?? [];
    expect(await hands.everything()).toContain(`container ${deployed().stack}_prometheus`);
    expect(known).toHaveLength(3);
    expect(await deployed().deploy()).toMatch(/1 to import|Import complete/);
    expect(await flag(deployed(), "query.timeout")).toBe(timeout);
  });

  test("after all of these the second deploy says `No changes`", async () => {
    await deployed().deploy();
    expect(await deployed().deploy()).toContain("No changes.");
  });
}

/** The provider has told Terraform of a container that it made; on native nothing of a program stands there. */
async function inState({ root, hands, place }: Deployment, name: string): Promise<void> {
  if (place.engine === undefined) return;
  await eventually(60, async () => {
    const process = (await hands.process(name)) ?? "";
    const ids = (await readState(root, NAME))?.ids("docker_container") ?? [];
    return ids.some((id) => process.startsWith(id)) || undefined;
  });
}
