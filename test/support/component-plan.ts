import { type ComponentPlan, FIRST_ATTEMPT } from "../../host/deploy/plan.ts";

/** A component whose port nobody listens on, without files. */
export const componentPlan = (name: string, parts: Partial<ComponentPlan>): ComponentPlan => ({
  name,
  workload: {
    name,
    program: { kind: "server", name },
    args: [],
    variables: {},
    ports: [],
    health: { port: "http" },
    startAfter: [],
    secrets: [],
    data: false,
    resources: { memoryMiB: 1 },
    stopGraceSeconds: 5,
    startTimeoutSeconds: 1,
  },
  launch: { command: [], variables: {} },
  addresses: { http: "127.0.0.1:1" },
  boundTo: "127.0.0.1",
  files: [],
  digest: "",
  attempt: { publish: FIRST_ATTEMPT, run: FIRST_ATTEMPT },
  ...parts,
});
