// What cdktf.json calls: every environment of configs/ becomes one stack.
import { run } from "./bundle.mjs";

await run("main", []);
