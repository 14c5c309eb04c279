// Node 20 compiles every function of a bundle anew at each start (22 has module.enableCompileCache for it): for a deploy that was a
// fifth of synth's time. V8's code of what a command has used is kept beside the bundle.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { Script } from "node:vm";

/**
 * What the CommonJS module `file` (ASCII) exports, with the code that V8 made for it when something was last done `as` this. V8
 * knows a source by its length: a file must not change under its name.
 */
export function evaluate(file, as) {
  const kept = `${file}.${as}.${process.version}.v8`;
  const known = readIfThere(kept);
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(file, "latin1")}\n})`;
  const script = new Script(wrapped, { filename: file, cachedData: known });
  // Of a command that failed early there is little, and it would be all that is ever kept.
  if (known === undefined || script.cachedDataRejected)
    process.once("exit", (code) => code === 0 && keep(kept, script.createCachedData()));
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(file), module, file, dirname(file));
  return module.exports;
}

function readIfThere(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/**
 * Whole or not at all, also when the power fails: of code that has its length and not its content, V8 dies. A place that cannot
 * be written to costs time, and nothing else.
 */
function keep(file, data) {
  const scratch = `${file}.${process.pid}`;
  try {
    writeFileSync(scratch, data, { flush: true });
    renameSync(scratch, file);
  } catch {}
}
