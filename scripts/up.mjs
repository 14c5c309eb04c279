// `npm run up`: from a fresh clone, with nothing installed but Node, to a stack that runs.
import { ensureOwnPackages } from "./packages.mjs";

const { cli } = ensureOwnPackages();

const { run } = await import("./bundle.mjs");
await run("up", process.argv.slice(2), cli);
