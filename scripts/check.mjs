#!/usr/bin/env zx
import { run } from "./bundle.mjs";

await run("check", process.argv.slice(process.argv.findIndex((word) => word.endsWith("check.mjs")) + 1));
