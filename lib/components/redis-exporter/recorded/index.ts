export { default as v1_45_0 } from "./1.45.0.ts";
