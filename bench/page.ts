import { ENVIRONMENT, makeClone } from "./support/clone.ts";
import { loadNow } from "./support/measure.ts";

const DRILLS = ["app-down", "app-down-into-open-group"];

/** `bench.mjs page [native|docker]`: how soon a stopped application pages, alone and into an open group, beside the computed worst case. */
export async function main([target = "native"]: readonly string[]): Promise<number> {
  const clone = await makeClone({ warm: true });
  try {
    await clone.up(target);
    for (const drill of DRILLS) {
      // It ends with 1, and so do we, when a page is later than the worst case.
      const lines = await clone.run(["npx", "zx", "scripts/drill.mjs", ENVIRONMENT, drill]);
      for (const { text } of lines) console.log(text);
    }
    console.log(loadNow());
    return 0;
  } finally {
    await clone.remove();
  }
}
