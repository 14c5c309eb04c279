// `npm run up`: from a fresh clone, with nothing installed but Node, to a stack that runs.
import { ensurePackages } from "./packages.mjs";

ensurePackages({ forDevelopers: false });

const { run } = await import("./bundle.mjs");
await run("up", process.argv.slice(2));
