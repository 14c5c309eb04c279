import type { Engine } from "../engine/engine.ts";
import { lastLines } from "../run.ts";

/** Long enough for a registry on a slow line to say that it has the image, short enough to wait where none answers. */
const ANSWER_SECONDS = 20;
const PULL_SECONDS = 1800;

/** Puts an image on the engine from its registry, unless it is there. Returns why it could not; undefined when it is there. */
export async function pull(engine: Engine, image: string, answerSeconds = ANSWER_SECONDS): Promise<string | undefined> {
  if (await engine.hasImage(image)) return undefined;
  const limits = { answerSeconds, timeoutSeconds: PULL_SECONDS };
  const outcome = await engine.docker(["pull", image], limits);
  return outcome.code === 0 ? undefined : lastLines(outcome.stderr, 1);
}
