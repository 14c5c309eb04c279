#!/usr/bin/env zx
import { readdirSync } from "node:fs";
import { run } from "./bundle.mjs";

const names = readdirSync(new URL("../bench", import.meta.url))
  .filter((name) => name.endsWith(".ts"))
  .map((name) => name.slice(0, -3));
const [name, ...args] = process.argv.slice(process.argv.findIndex((word) => word.endsWith("bench.mjs")) + 1);
const usage = `npx zx scripts/bench.mjs ${names.join("|")}`;

if (names.includes(name)) await run(`bench-${name}`, args);
else if (name === "--help" || name === "-h") console.log(usage);
else {
  console.error(usage);
  process.exitCode = 2;
}
