#!/usr/bin/env zx
import { run } from "./bundle.mjs";

await run("verify", process.argv.slice(process.argv.findIndex((word) => word.endsWith("verify.mjs")) + 1));
