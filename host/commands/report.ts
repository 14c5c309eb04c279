/** scripts/bundle.mjs loads this beside every command. */
export { report } from "../report.ts";
