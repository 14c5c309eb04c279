import type { FastifyInstance } from "fastify";
import type { AppManifest, AppMetric } from "../manifest.ts";
import { createRegistry, type Instruments } from "./registry.ts";
import { createServer, type Missing } from "./server.ts";
import { Settings, SettingsError } from "./settings.ts";
import { serverVariables } from "./variables.ts";

/** What an app is given to start its own part. */
export interface AppContext<M extends AppManifest> {
  readonly settings: Settings<M["variables"]>;
  readonly instruments: Instruments<M["metrics"]>;
  /** Not listening yet: add routes. */
  readonly server: FastifyInstance;
}

/** An app's own part. */
export interface AppPart {
  /** Called once the server listens. */
  begin?(): void;
  /** Finishes what was begun and lets go of everything. */
  stop?(): Promise<void>;
  /** Dependencies that do not answer, for `readyPath`. */
  missing?(): Missing | Promise<Missing>;
}

export interface AppDefinition<M extends AppManifest> {
  readonly manifest: M;
  /** The metrics to expose where settings choose a variant (other buckets); default: the manifest's. */
  metrics?(settings: Settings<M["variables"]>): readonly AppMetric[];
  create(context: AppContext<M>): AppPart;
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof SettingsError) return error.message;
  const { code, address, port } = error as NodeJS.ErrnoException & { address?: string; port?: number };
  if (code === "EADDRINUSE") return `${address}:${port} is in use by another program: stop it, or set PORT`;
  if (code === "EACCES" || code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
    return `cannot listen there (${(error as Error).message}): set HOST and PORT to an address of this machine`;
  }
  return undefined;
}

/**
 * SIGTERM and SIGINT end the app once: it stops listening, finishes what is in flight within the grace period, and exits 0;
 * 1 when it could not.
 */
function stopOnSignal(server: FastifyInstance, part: AppPart, graceSeconds: number): void {
  const stop = async (signal: NodeJS.Signals) => {
    console.log(`Stopping on ${signal}`);
    // A little earlier than the supervisor's kill, so that the log says what happened.
    setTimeout(
      () => {
        console.error(`Not finished within ${graceSeconds} s: exiting all the same`);
        process.exit(1);
      },
      graceSeconds * 1000 - 500,
    );
    await server.close();
    await part.stop?.();
    process.exit(0);
  };
  let stopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.on(signal, () => {
      if (!stopping) void stop(signal);
      stopping = true;
    });
  }
}

async function start<M extends AppManifest>(definition: AppDefinition<M>): Promise<void> {
  const { manifest } = definition;
  const all = new Settings({ ...manifest.variables, ...serverVariables(manifest.port) }, process.env);
  const settings: Settings<M["variables"]> = all;
  const registry = createRegistry(definition.metrics?.(settings) ?? manifest.metrics);
  let part: AppPart = {};
  const server = createServer({ manifest, registry, settings, missing: () => part.missing?.() ?? {} });
  const instruments = registry.instruments as unknown as Instruments<M["metrics"]>;
  part = definition.create({ settings, instruments, server });
  stopOnSignal(server, part, manifest.stopGraceSeconds);
  await server.listen({ host: all.get("HOST"), port: all.get("PORT") });
  console.log(`Metrics server started on :${all.get("PORT")}`);
  part.begin?.();
}

/** Runs an app until a signal ends it. A setting or an address that cannot be ends it with exit code 1 and the reason. */
export async function run<M extends AppManifest>(definition: AppDefinition<M>): Promise<void> {
  try {
    await start(definition);
  } catch (error) {
    console.error(reasonOf(error) ?? error);
    process.exit(1);
  }
}
