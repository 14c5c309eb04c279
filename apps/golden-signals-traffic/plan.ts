import { REPOSITORIES } from "../github-stand-in/repositories.ts";

/** A request of the plan: its address, or one for a chance from 0 to 1; and how often it comes beside the others. */
interface Visit {
  readonly path: string | ((chance: number) => string);
  readonly weight: number;
}

export interface Phase {
  readonly name: PhaseName;
  readonly seconds: number;
  readonly visits: readonly Visit[];
}

export const PHASES = ["mix", "normal", "latency", "errors", "load"] as const;
type PhaseName = (typeof PHASES)[number];

const EVERYDAY: readonly Visit[] = [
  { path: "/", weight: 40 },
  { path: "/business-metrics?operation=user_login", weight: 20 },
  { path: "/business-metrics?operation=payment", weight: 15 },
  { path: "/business-metrics", weight: 5 },
  { path: (chance) => `/delay?seconds=${(chance * 0.3).toFixed(2)}`, weight: 15 },
];

/** One of twenty: the plan takes more away than it adds, so that the list stays short. */
const number = (chance: number) => Math.floor(chance * 20);

/**
 * quick: something of everything within a minute, healthy in sum. demo: a story of eleven minutes, over and over: a
 * healthy time, slow answers, errors for long enough that an alert with `for: 2m` fires, and saturation.
 * instruments: every page of web-instrumentation, above all the one that asks GitHub.
 */
export const PLANS: Readonly<Record<"quick" | "demo" | "instruments", readonly Phase[]>> = {
  quick: [
    {
      name: "mix",
      seconds: 60,
      visits: [
        ...EVERYDAY,
        { path: "/error?rate=10", weight: 10 },
        { path: "/cpu-intensive?iterations=20000", weight: 3 },
        { path: "/memory-usage?size=5", weight: 2 },
      ],
    },
  ],
  demo: [
    { name: "normal", seconds: 180, visits: EVERYDAY },
    {
      name: "latency",
      seconds: 120,
      visits: [...EVERYDAY, { path: (chance) => `/delay?seconds=${(0.5 + chance * 2).toFixed(2)}`, weight: 40 }],
    },
    { name: "errors", seconds: 240, visits: [...EVERYDAY, { path: "/error?rate=60", weight: 100 }] },
    {
      name: "load",
      seconds: 120,
      visits: [
        ...EVERYDAY,
        { path: "/cpu-intensive?iterations=100000", weight: 20 },
        { path: (chance) => `/memory-usage?size=${5 + Math.floor(chance * 20)}`, weight: 10 },
      ],
    },
  ],
  instruments: [
    {
      name: "mix",
      seconds: 60,
      visits: [
        { path: "/", weight: 15 },
        { path: "/about", weight: 10 },
        { path: (chance) => `/add/${number(chance)}`, weight: 10 },
        { path: (chance) => `/remove/${number(chance)}`, weight: 15 },
        { path: (chance) => `/repos/${REPOSITORIES[Math.floor(chance * REPOSITORIES.length)]}`, weight: 45 },
        { path: "/repos/nobody/nothing", weight: 5 },
      ],
    },
  ],
};

/** The phase that is on after so many seconds; the plan starts again at its end. */
export function phaseAt(plan: readonly Phase[], seconds: number): Phase {
  let rest = seconds % plan.reduce((sum, phase) => sum + phase.seconds, 0);
  for (const phase of plan) {
    if (rest < phase.seconds) return phase;
    rest -= phase.seconds;
  }
  throw new Error("a plan has at least one phase, and each takes time");
}

/** The address to visit for two independent chances from 0 to 1. */
export function drawPath({ visits }: Phase, which: number, inside: number): string {
  let rest = which * visits.reduce((sum, visit) => sum + visit.weight, 0);
  const visit = visits.find(({ weight }) => {
    rest -= weight;
    return rest < 0;
  });
  const path = (visit ?? visits[0])?.path ?? "/";
  return typeof path === "string" ? path : path(inside);
}
