import type { AppManifest } from "./manifest.ts";
import * as manifests from "./manifests.ts";

/** Our instrumented applications by name. Pure data: lib/ reads it. */
export const APPS: Readonly<Record<string, AppManifest>> = Object.fromEntries(
  Object.values(manifests).map((manifest) => [manifest.name, manifest]),
);
