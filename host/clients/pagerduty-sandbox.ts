import type { Heartbeat } from "../../apps/pagerduty-sandbox/heartbeats.ts";
import type { Incident } from "../../apps/pagerduty-sandbox/incident.ts";
import type { ChangeRecord } from "../../apps/pagerduty-sandbox/sandbox.ts";
import { askJson, type Get } from "./ask.ts";

interface IncidentFilter {
  readonly status?: Incident["status"];
  readonly dedup_key?: string;
  /** ISO 8601: opened or updated since then. */
  readonly since?: string;
}

export type SeenHeartbeat = Heartbeat & { readonly missing: boolean };

/** The sandbox's own API: what arrived there. All methods throw Unanswered. */
export interface SandboxClient {
  readonly name: string;
  /** Newest first. */
  incidents(filter?: IncidentFilter): Promise<readonly Incident[]>;
  /** Change events, the latest ones. */
  changes(): Promise<readonly ChangeRecord[]>;
  heartbeats(): Promise<readonly SeenHeartbeat[]>;
}

export function sandboxClient(name: string, get: Get): SandboxClient {
  return {
    name,
    incidents: async (filter = {}) => {
      const query = new URLSearchParams({ ...filter });
      return (await askJson<{ incidents: Incident[] }>(name, get, `/api/incidents?${query}`)).incidents;
    },
    changes: async () => (await askJson<{ changes: ChangeRecord[] }>(name, get, "/api/changes")).changes,
    heartbeats: async () => (await askJson<{ heartbeats: SeenHeartbeat[] }>(name, get, "/api/heartbeats")).heartbeats,
  };
}
