export { default as v0_31_1 } from "./0.31.1.ts";
export { default as v0_34_2 } from "./0.34.2.ts";
