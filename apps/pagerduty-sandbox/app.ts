import type { AppContext, AppPart } from "../kit/run.ts";
import { SettingsError } from "../kit/settings.ts";
import type { pagerdutySandbox } from "./manifest.ts";
import { Sandbox } from "./sandbox.ts";
import { addSandbox } from "./server.ts";

/** How often heartbeats are looked at: an incident opens at most this much later than it could. */
const LOOK_MS = 1000;

type Context = AppContext<typeof pagerdutySandbox>;

function openSandbox(settings: Context["settings"]): Sandbox {
  const folder = settings.get("DATA_DIR");
  try {
    return new Sandbox({ folder, maxJournalBytes: settings.get("MAX_JOURNAL_MIB") * 1024 * 1024, log: console.log });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SettingsError([`DATA_DIR is "${folder}", but events cannot be kept there: ${reason}`]);
  }
}

/** The sandbox as the kit runs it; tests give it a server of their own. */
export function create({ settings, instruments, server }: Context): AppPart {
  const sandbox = openSandbox(settings);
  addSandbox(server, {
    sandbox,
    instruments,
    rateLimitPerMinute: settings.get("RATE_LIMIT"),
    heartbeatMaxAgeSeconds: settings.get("HEARTBEAT_MAX_AGE"),
    log: console.log,
  });
  const look = () =>
    sandbox.settleHeartbeats().catch((error) => console.error("a heartbeat's incident could not be kept:", error));
  let timer: NodeJS.Timeout | undefined;
  return {
    missing: () => (sandbox.failure === undefined ? {} : { journal: sandbox.failure }),
    begin() {
      timer = setInterval(look, LOOK_MS);
    },
    async stop() {
      clearInterval(timer);
      await sandbox.close();
    },
  };
}
