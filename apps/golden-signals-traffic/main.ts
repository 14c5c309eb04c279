import { atRate } from "../kit/pace.ts";
import { type AppContext, type AppPart, run } from "../kit/run.ts";
import { goldenSignalsTraffic } from "./manifest.ts";
import { drawPath, PHASES, PLANS, phaseAt } from "./plan.ts";

const MAX_IN_FLIGHT = 50;
const TIMEOUT_MS = 15_000;
type Outcome = "success" | "client_error" | "server_error" | "unreachable";

async function visit(url: URL, signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    await response.body?.cancel();
    if (response.ok) return "success";
    return response.status < 500 ? "client_error" : "server_error";
  } catch {
    return "unreachable";
  }
}

function create({ settings, instruments }: AppContext<typeof goldenSignalsTraffic>): AppPart {
  const startedAt = performance.now();
  const stopping = new AbortController();
  let inFlight = 0;
  let stopVisiting = () => {};

  const currentPhase = () => {
    const phase = phaseAt(PLANS[settings.get("MODE")], (performance.now() - startedAt) / 1000);
    for (const name of PHASES) instruments.traffic_phase.set({ phase: name }, name === phase.name ? 1 : 0);
    return phase;
  };
  const visitNext = async () => {
    const path = drawPath(currentPhase(), Math.random(), Math.random());
    if (inFlight >= MAX_IN_FLIGHT) {
      instruments.traffic_requests_total.inc({ outcome: "skipped" });
      return;
    }
    inFlight += 1;
    const outcome = await visit(new URL(path, settings.get("TARGET_URL")), stopping.signal);
    inFlight -= 1;
    instruments.traffic_requests_total.inc({ outcome });
  };
  return {
    begin() {
      stopVisiting = atRate(
        () => settings.get("RATE"),
        () => void visitNext(),
      );
    },
    async stop() {
      stopVisiting();
      stopping.abort();
    },
  };
}

await run({ manifest: goldenSignalsTraffic, create });
