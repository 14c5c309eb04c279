#!/usr/bin/env zx
import { run } from "./bundle.mjs";

await run("render", process.argv.slice(process.argv.findIndex((word) => word.endsWith("render.mjs")) + 1));
