export { default as v2_42_0 } from "./2.42.0.ts";
export { default as v3_15_0 } from "./3.15.0.ts";
