#!/usr/bin/env zx
import { run } from "./bundle.mjs";

await run("drill", process.argv.slice(process.argv.findIndex((word) => word.endsWith("drill.mjs")) + 1));
