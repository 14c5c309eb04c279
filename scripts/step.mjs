// What the provisioners of the stacks call: one step of a deploy. Not for people.
import { run } from "./bundle.mjs";

await run("step", process.argv.slice(2));
