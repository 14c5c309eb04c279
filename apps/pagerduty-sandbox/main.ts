import { run } from "../kit/run.ts";
import { create } from "./app.ts";
import { pagerdutySandbox } from "./manifest.ts";

await run({ manifest: pagerdutySandbox, create });
