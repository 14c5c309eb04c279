export { default as v3_10_8 } from "./3.10.8.ts";
