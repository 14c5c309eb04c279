// All of our applications: to add one is to add its folder and one line here.
export { fruitShopBackend } from "./fruit-shop-backend/manifest.ts";
export { fruitShopFrontend } from "./fruit-shop-frontend/manifest.ts";
export { fruitShopTraffic } from "./fruit-shop-traffic/manifest.ts";
export { githubStandIn } from "./github-stand-in/manifest.ts";
export { goldenSignals } from "./golden-signals/manifest.ts";
export { goldenSignalsTraffic } from "./golden-signals-traffic/manifest.ts";
export { pagerdutySandbox } from "./pagerduty-sandbox/manifest.ts";
export { taskProcessor } from "./task-processor/manifest.ts";
export { webInstrumentation } from "./web-instrumentation/manifest.ts";
