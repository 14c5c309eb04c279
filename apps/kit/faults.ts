import { setTimeout as sleep } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { EvenShare } from "./even-share.ts";
import { Refusal } from "./refusal.ts";
import type { Settings } from "./settings.ts";
import type { faultVariables } from "./variables.ts";

/** Brings the faults that are set into requests for these route patterns. Call it before routes are added. */
export function addFaults(
  server: FastifyInstance,
  settings: Settings<Pick<typeof faultVariables, "FAULT_DELAY_SECONDS" | "FAULT_ERROR_PERCENT">>,
  routes: ReadonlySet<string>,
): void {
  const failing = new EvenShare();
  server.addHook("preHandler", async (request) => {
    if (!routes.has(request.routeOptions.url ?? "")) return;
    const seconds = settings.get("FAULT_DELAY_SECONDS");
    if (seconds > 0) await sleep(seconds * 1000);
    if (failing.next(settings.get("FAULT_ERROR_PERCENT") / 100)) {
      throw new Refusal(500, "this fault was asked for by FAULT_ERROR_PERCENT");
    }
  });
}
