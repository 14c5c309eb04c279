import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listFiles } from "../../../../host/writer.ts";
import type { Deployment } from "../../../support/deployment/deployment.ts";
import { processes } from "../../../support/processes.ts";
import { ROUTING_KEY, WORD } from "../environment.ts";

const PUBLISHED = ["alertmanager", "prometheus"];

/** All that a deploy leaves where others than the programs' own users may read it, by where it is. */
async function leftToRead({ root, hands, transcript }: Deployment): Promise<ReadonlyMap<string, string>> {
  const texts = new Map(await hands.visible());
  for (const path of await listFiles(root)) {
    if (!/^(node_modules|\.cache|configs\/[^/]+\/secrets)(\/|$)/.test(path)) {
      texts.set(path, await readFile(join(root, path), "latin1").catch(() => ""));
    }
  }
  for (const name of PUBLISHED) {
    const paths = Object.keys(await hands.files(name)).filter(
      (path) => path !== "current" && !path.startsWith("secrets/"),
    );
    for (const path of paths) texts.set(`live ${name} ${path}`, await hands.read(name, path));
  }
  for (const { pid, command, environment } of await processes()) {
    texts.set(`process ${pid}`, `${command}\n${environment}`);
  }
  texts.set("said", transcript.join("\n"));
  return texts;
}

const holding = (texts: ReadonlyMap<string, string>, word: string): readonly string[] =>
  [...texts].filter(([, text]) => text.includes(word)).map(([place]) => place);

export function secrets(deployed: () => Deployment): void {
  test("the routing key is in no state, plan, rendered file, process list, engine's answer or log; what is planted there is found", async () => {
    const texts = await leftToRead(deployed());
    expect(holding(texts, ROUTING_KEY)).toEqual([]);

    const planted = holding(texts, WORD);
    const stack = holding(texts, deployed().stack);
    const isDocker = deployed().place.engine !== undefined;
    for (const place of [
      /plan\.json$/,
      /rendered\/prometheus\/prometheus\.yml$/,
      /^live prometheus prometheus\.yml$/,
      /^process \d+$/,
    ]) {
      expect(planted.filter((found) => place.test(found))).not.toEqual([]);
    }
    for (const place of [
      /\.tfstate$/,
      /^said$/,
      ...(isDocker ? [/^inspect container/, /^inspect volume/, /^inspect network/] : []),
    ]) {
      expect(stack.filter((found) => place.test(found))).not.toEqual([]);
    }
    expect(holding(texts, "Server is ready to receive web requests").filter((place) => /^log/.test(place))).not.toEqual(
      [],
    );
  });
}
