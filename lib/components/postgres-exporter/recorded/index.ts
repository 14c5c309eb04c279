export { default as v0_11_1 } from "./0.11.1.ts";
