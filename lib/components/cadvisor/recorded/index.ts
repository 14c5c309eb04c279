export { default as v0_53_0 } from "./0.53.0.ts";
