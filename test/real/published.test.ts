import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import type { ComponentPlan } from "../../host/deploy/plan.ts";
import { LABEL } from "../../host/engine/labels.ts";
import { makeServerImage } from "../../host/images/make.ts";
import { configVolume } from "../../host/targets/docker/names.ts";
import { publishToVolume, restorePrevious } from "../../host/targets/docker/publish.ts";
import { publishTree, restorePreviousTree } from "../../host/targets/native/published.ts";
import type { TreeFile } from "../../host/writer.ts";
import { MOUNTS } from "../../lib/targets/docker.ts";
import { componentPlan } from "../support/component-plan.ts";
import { removeLabelled, testEngine } from "../support/engine.ts";

/** Where the files of one component are published. */
interface Place {
  readonly launch: ComponentPlan["launch"];
  publish(component: ComponentPlan, files: readonly TreeFile[]): Promise<void>;
  restore(component: ComponentPlan): Promise<boolean>;
  /** What is live. */
  read(path: string): Promise<string>;
}

const LAUNCH = { command: [], variables: {} };
const NAME = "published";
const engine = await testEngine();

async function nativePlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), "watchkeeper-published-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  return {
    launch: LAUNCH,
    publish: (component, files) => publishTree(folder, component, files),
    restore: () => restorePreviousTree(folder),
    read: (path) => readFile(join(folder, "current", path), "utf8"),
  };
}

async function dockerPlace(): Promise<Place> {
  if (engine === undefined) throw new Error("no engine");
  const stack = `published-test-${process.pid}`;
  const image = await makeServerImage(engine, "node_exporter", () => undefined);
  onTestFinished(() => removeLabelled(engine, { [LABEL.stack]: stack }));
  const flags = ["--volume", `${configVolume(stack, NAME)}:${MOUNTS.config}`, "--entrypoint", "cat"];
  return {
    launch: { ...LAUNCH, image },
    publish: (component, files) => publishToVolume(engine, stack, component, files),
    restore: (component) => restorePrevious(engine, stack, component),
    read: (path) => engine.pipe("", flags, image, [`${MOUNTS.config}/current/${path}`]),
  };
}

const PLACES = [{ kind: "native", make: nativePlace }, ...(engine ? [{ kind: "docker", make: dockerPlace }] : [])];

describe.each(PLACES)("files published, $kind", ({ make }) => {
  test("a repeated publish, as of a deploy whose state was lost, leaves the way back as it was", async () => {
    const place = await make();
    const publish = async (text: string): Promise<ComponentPlan> => {
      const component = componentPlan(NAME, { launch: place.launch, digest: text });
      await place.publish(component, [{ path: "file", text }]);
      return component;
    };
    await publish("older");
    expect(await place.read("../older-1/file")).toBe("older");
    await publish("old");
    await publish("new");
    const component = await publish("new");
    expect(await place.read("file")).toBe("new");
    expect(await place.restore(component)).toBe(true);
    expect(await place.read("file")).toBe("old");
    await expect(place.read("../older-1/file")).rejects.toThrow("older-1");
  });
});
