export { default as v0_31_0 } from "./0.31.0.ts";
