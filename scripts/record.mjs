#!/usr/bin/env zx
import { run } from "./bundle.mjs";

await run("record", process.argv.slice(process.argv.findIndex((word) => word.endsWith("record.mjs")) + 1));
