import { createHash } from "node:crypto";
import { bundleApp } from "../apps.ts";
import type { Engine } from "../engine/engine.ts";
import { LABEL } from "../engine/labels.ts";
import { tar } from "../engine/tar.ts";
import { UID } from "./contents.ts";

/** Counts up when what is laid over the base changes, so that app images are made anew. */
const RECIPE = 1;

/** The image of one of our apps on a base that holds Node: its name tells the content of both. */
export async function appImageName(name: string, base: string): Promise<string> {
  const { hash } = await bundleApp(name);
  const digest = createHash("sha256").update(`${RECIPE} ${base} ${hash}`).digest("hex");
  return `watchkeeper/app-${name}:${digest.slice(0, 12)}`;
}

/**
 * Lays the app's bundled file over the base and puts the image on the engine, unless it is there. By container and commit,
 * not by `docker build`: which builder an engine has, and what that builder looks up elsewhere, differs by version.
 */
export async function makeAppImage(
  engine: Engine,
  name: string,
  base: string,
  say: (line: string) => void,
): Promise<string> {
  const image = await appImageName(name, base);
  if (await engine.hasImage(image)) return image;
  const { file } = await bundleApp(name);
  const container = await engine.output(["create", "--label", `${LABEL.scratch}=app-${name}`, base]);
  try {
    const files = [
      { path: "app", folder: true },
      { path: "app/main.mjs", file },
      // A new volume mounted here takes its owner from it.
      { path: "data", folder: true, uid: UID, gid: UID },
    ] as const;
    await engine.output(["cp", "-", `${container}:/`], { input: tar(files) });
    await engine.output(["commit", ...changes(name), container, image]);
  } finally {
    await engine.docker(["rm", "--force", container]);
  }
  say(`${image}: made of the bundled app on ${base}`);
  return image;
}

function changes(name: string): readonly string[] {
  return [
    `ENTRYPOINT ["node", "/app/main.mjs"]`,
    "CMD []",
    `USER ${UID}:${UID}`,
    "ENV NODE_ENV=production",
    `LABEL ${LABEL.image}=app-${name}`,
    // The image would keep the label of the container that it is made of, and give it to those that run it.
    `LABEL ${LABEL.scratch}=`,
  ].flatMap((change) => ["--change", change]);
}
