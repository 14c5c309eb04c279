#!/usr/bin/env zx
import { run } from "./bundle.mjs";

await run("new", process.argv.slice(process.argv.findIndex((word) => word.endsWith("new.mjs")) + 1));
