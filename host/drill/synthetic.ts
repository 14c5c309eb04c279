import type { Labels } from "../../lib/alertmanager/index.ts";
import { UserError } from "../errors.ts";

/** An alert that no rule raised, to open a group: its `instance` tells it from real ones. */
const synthetic = (labels: Labels): Labels => ({ ...labels, instance: "drill" });

/** Longer than any drill; Alertmanager ends it by itself, should nobody be left to do so. */
const LIFETIME_MS = 20 * 60_000;

export const startAlert = (address: string, labels: Labels): Promise<void> =>
  post(address, synthetic(labels), Date.now() + LIFETIME_MS);

export const endAlert = (address: string, labels: Labels): Promise<void> =>
  post(address, synthetic(labels), Date.now());

/** POST /api/v2/alerts of Alertmanager's API (api/v2/openapi.yaml in its repository). */
async function post(address: string, labels: Labels, endsAt: number): Promise<void> {
  const alert = {
    labels,
    annotations: { summary: "A drill has opened this group" },
    startsAt: new Date(Math.min(Date.now(), endsAt) - 1000).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
  };
  const response = await fetch(`http://${address}/api/v2/alerts`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify([alert]),
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok)
    throw new UserError(`Alertmanager does not take the drill's alert: ${response.status} ${await response.text()}`);
}
