import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Clone, makeClone, PORT_OFFSET } from "./support/clone.ts";
import { elapsed, loadNow, seconds } from "./support/measure.ts";
import { type Posts, postThroughKills, type Shop } from "./support/posts.ts";

const ENVIRONMENT = "fruit-shop";
const PORTS = { frontend: 5000, traffic: 5002 };
const POSTS: Posts = {
  count: 500,
  perSecond: 50,
  kills: new Map([
    [125, "backend"],
    [250, "rabbitmq"],
    [375, "frontend"],
  ]),
};

/** `bench.mjs posts`: fruit-shop on native, 500 posts at 50 a second with three kills on the way: how many are stored, lost, twice. */
export async function main(): Promise<number> {
  const clone = await makeClone({ warm: true, environment: ENVIRONMENT });
  try {
    await clone.up("native");
    let stored = 0;
    const took = await elapsed(async () => {
      stored = await postThroughKills(shopOf(clone), POSTS);
    });
    const [lost, twice] = [Math.max(0, POSTS.count - stored), Math.max(0, stored - POSTS.count)];
    console.log(
      `${POSTS.count} posts at ${POSTS.perSecond} a second, counted within ${seconds(took)}, kills: ${[...POSTS.kills.values()].join(", ")}; ${loadNow()}`,
    );
    console.log(`${stored} stored, ${lost} lost, ${twice} twice; goal 500 stored, 0 lost, 0 twice`);
    return stored === POSTS.count ? 0 : 1;
  } finally {
    await clone.remove();
  }
}

const shopOf = ({ home }: Clone): Shop => ({
  ask: (app, path, init) =>
    fetch(`http://127.0.0.1:${PORTS[app] + PORT_OFFSET}${path}`, { signal: AbortSignal.timeout(5000), ...init }),
  async kill(name) {
    const pid = await readFile(join(home, `${ENVIRONMENT}-bench`, "service", name, "supervise", "pid"), "utf8");
    process.kill(Number(pid), "SIGKILL");
  },
});
