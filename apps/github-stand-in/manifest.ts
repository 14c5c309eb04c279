import { faultVariables } from "../kit/variables.ts";
import type { AppManifest } from "../manifest.ts";

const { FAULT_ERROR_PERCENT, FAULT_DELAY_SECONDS } = faultVariables;

export const githubStandIn = {
  name: "github-stand-in",
  summary: "Answers for the GitHub API, so that nothing leaves the machine: a few repositories, and faults on request",
  port: 5003,
  healthPath: "/health",
  metricsPath: "/metrics",
  metrics: [
    {
      name: "github_stand_in_requests_total",
      type: "counter",
      help: "Total number of questions for a repository, by the status of the answer",
      labels: ["status"],
      values: { status: ["200", "404", "500"] },
    },
  ],
  queries: [
    {
      name: "questions for repositories a second by status",
      expr: "sum by (status) (rate(github_stand_in_requests_total[5m]))",
      expect: "some",
    },
  ],
  variables: { FAULT_ERROR_PERCENT, FAULT_DELAY_SECONDS },
  resources: { memoryMiB: 128 },
  stopGraceSeconds: 10,
} as const satisfies AppManifest;
