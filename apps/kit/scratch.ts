import type { AppMetric, Variables } from "../manifest.ts";

const metrics = [
  { name: "scratch_size_bytes", type: "gauge", help: "Size of the scratch file system", labels: [] },
  { name: "scratch_avail_bytes", type: "gauge", help: "Space left in the scratch file system", labels: [] },
] as const satisfies readonly AppMetric[];

const variables = {
  SCRATCH_DIR: { kind: "text", default: "/tmp", help: "Folder whose file system it watches, and fills on request" },
  FAULT_DISK_PERCENT: {
    kind: "integer",
    minimum: 0,
    maximum: 100,
    default: "0",
    runtime: true,
    help: "How full the scratch file system is for as long as this is set, in per cent",
  },
} as const satisfies Variables;

/**
 * What the manifest of an app has more, whose own small file system a drill may fill; `watchScratch` is its part in main.ts, and
 * configs/_workshop has the alert.
 */
export const SCRATCH = { metrics, variables, fileSystem: { mib: 16 } } as const;
