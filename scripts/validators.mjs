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
  const name = createHash("sha256")
    .update(maker + lazily)
    .digest("hex")
    .slice(0, 16);
  const kept = join(folder, `${name}.js`);
  if (existsSync(kept)) return readFileSync(kept, "utf8");
  mkdirSync(folder, { recursive: true });
  const module = join(folder, `${name}.${process.pid}.mjs`);
  writeFileSync(module, maker);
  const { default: code } = await import(pathToFileURL(module).href);
  writeFileSync(module, lazily(code));
  renameSync(module, kept);
  return code;
}

/**
 * The module with its code as a text, which is compiled when it is first needed: together the validators are megabytes,
 * and a command needs one or two of them.
 */
function lazily(code) {
  const [, name] = /^export default (\w+);$/m.exec(code);
  const body = `${code.replace(/^export .*$/gm, "")}\nreturn ${name};`;
  const modules = [...new Set([...code.matchAll(/require\(("[^"]+")\)/g)].map(([, module]) => module))];
  return `const modules = { ${modules.map((module) => `${module}: require(${module})`).join(", ")} };
let made;
export default function validate(...data) {
  made ??= new Function("require", ${JSON.stringify(body)})((module) => modules[module]);
  const isValid = made(...data);
  validate.errors = made.errors;
  return isValid;
}
`;
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
