import { fruitShopBackend } from "./fruit-shop-backend/manifest.ts";
import { fruitShopFrontend } from "./fruit-shop-frontend/manifest.ts";
import { fruitShopTraffic } from "./fruit-shop-traffic/manifest.ts";
import { goldenSignals } from "./golden-signals/manifest.ts";
import { goldenSignalsTraffic } from "./golden-signals-traffic/manifest.ts";
import type { AppManifest } from "./manifest.ts";
import { pagerdutySandbox } from "./pagerduty-sandbox/manifest.ts";
import { taskProcessor } from "./task-processor/manifest.ts";
import { webInstrumentation } from "./web-instrumentation/manifest.ts";

const MANIFESTS: readonly AppManifest[] = [
  fruitShopBackend,
  fruitShopFrontend,
  fruitShopTraffic,
  goldenSignals,
  goldenSignalsTraffic,
  pagerdutySandbox,
  taskProcessor,
  webInstrumentation,
];

/** Our instrumented applications by name. Pure data: lib/ reads it. */
export const APPS: Readonly<Record<string, AppManifest>> = Object.fromEntries(
  MANIFESTS.map((manifest) => [manifest.name, manifest]),
);
