// Compiling a schema with ajv costs up to 150 ms at each start. The bundle holds the code that ajv makes of it instead.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

/** An esbuild plugin: every module `*.validator.ts`, whose default is a compiled schema, becomes that function's own code. */
export const validators = (root) => ({
  name: "validators",
  setup({ onLoad, onResolve, esbuild }) {
    onLoad({ filter: /\.validator\.ts$/ }, async ({ path }) => ({
      contents: await codeOf(esbuild, root, path),
      loader: "js",
      resolveDir: dirname(path),
    }));
    onResolve({ filter: /^watchkeeper:formats$/ }, () => ({ path: join(root, "lib/schema/formats.ts") }));
  },
});

/** Made once for each state of the schema, as making it takes longer than the whole bundle. */
async function codeOf(esbuild, root, path) {
  const maker = await makerOf(esbuild, root, path);
  const folder = join(root, "dist", "validators");
  const name = createHash("sha256").update(maker).digest("hex").slice(0, 16);
  const kept = join(folder, `${name}.js`);
  if (existsSync(kept)) return readFileSync(kept, "utf8");
  mkdirSync(folder, { recursive: true });
  const scratch = join(folder, `${name}.${process.pid}.mjs`);
  writeFileSync(scratch, maker);
  const { default: code } = await import(pathToFileURL(scratch).href);
  // Together they are megabytes, and every command reads the bundle.
  const minified = (await esbuild.transform(code, { minify: true, format: "esm" })).code;
  writeFileSync(scratch, minified);
  renameSync(scratch, kept);
  return minified;
}

/** A program whose default export is the code. */
async function makerOf(esbuild, root, path) {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: root,
    stdin: {
      contents: `import validator from ${JSON.stringify(path)};
        import { codeOf } from "./lib/schema/compile.ts";
        export default codeOf(validator);`,
      resolveDir: root,
      loader: "ts",
    },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
  });
  return outputFiles[0].text;
}
