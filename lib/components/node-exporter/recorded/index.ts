export { default as v1_5_0 } from "./1.5.0.ts";
export { default as v1_12_1 } from "./1.12.1.ts";
