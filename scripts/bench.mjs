#!/usr/bin/env zx
import { run } from "./bundle.mjs";

const [name = "", ...args] = process.argv.slice(process.argv.findIndex((word) => word.endsWith("bench.mjs")) + 1);
await run(`bench-${name}`, args);
