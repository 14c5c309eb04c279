import type { AppManifest } from "./manifest.ts";
import { taskProcessor } from "./task-processor/manifest.ts";
import { webInstrumentation } from "./web-instrumentation/manifest.ts";

/** Our instrumented applications by name. Pure data: lib/ reads it. */
export const APPS: Readonly<Record<string, AppManifest>> = {
  [taskProcessor.name]: taskProcessor,
  [webInstrumentation.name]: webInstrumentation,
};
