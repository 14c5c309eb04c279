#!/usr/bin/env zx
import { run } from "./bundle.mjs";

await run("schemas", process.argv.slice(process.argv.findIndex((word) => word.endsWith("schemas.mjs")) + 1));
