import type { Thresholds } from "./model.ts";

type Limits = readonly { readonly from: number; readonly color: string }[];

const steps = (base: string, limits: Limits): Thresholds => ({
  mode: "absolute",
  // The first step holds below all others: Grafana writes its minus infinity as null.
  steps: [{ color: base, value: null }, ...limits.map(({ from, color }) => ({ color, value: from }))],
});

/** Green, and yellow and red from these values on: for what must not grow. */
export const atMost = ({ warning, critical }: { readonly warning?: number; readonly critical?: number }): Thresholds =>
  steps("green", [
    ...(warning === undefined ? [] : [{ from: warning, color: "yellow" }]),
    ...(critical === undefined ? [] : [{ from: critical, color: "red" }]),
  ]);

/** Red below the critical value, yellow below the warning, else green: for what must not fall. */
export const atLeast = ({ warning, critical }: { readonly warning?: number; readonly critical: number }): Thresholds =>
  steps(
    "red",
    warning === undefined
      ? [{ from: critical, color: "green" }]
      : [
          { from: critical, color: "yellow" },
          { from: warning, color: "green" },
        ],
  );

/** Neither good nor bad. */
export const NEUTRAL: Thresholds = steps("blue", []);
