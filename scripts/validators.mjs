// Compiling a schema with ajv costs up to 150 ms at each start. The bundle holds the code that ajv makes of it instead.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";

const BODY = "validator-body";

/** An esbuild plugin: every module `*.validator.ts`, whose default is a compiled schema, becomes that function's own code. */
export const validators = (root) => ({
  name: "validators",
  setup({ onLoad, onResolve, esbuild }) {
    onLoad({ filter: /\.validator\.ts$/, namespace: "file" }, async ({ path }) => {
      const body = await bodyOf(esbuild, root, path);
      return { contents: moduleOf(body), loader: "js", resolveDir: dirname(path), pluginData: body };
    });
    onResolve({ filter: /^watchkeeper:formats$/ }, () => ({ path: join(root, "lib/schema/formats.ts") }));
    onResolve({ filter: /^watchkeeper:body$/ }, ({ importer, pluginData }) => ({
      path: importer.replace(/ts$/, "js"),
      namespace: BODY,
      pluginData,
    }));
    onLoad({ filter: /./, namespace: BODY }, ({ pluginData }) => ({ contents: pluginData, loader: "file" }));
  },
});

/** What makes the validator, as the body of a function. Kept for each state of the schema, as it takes longer than the whole bundle. */
async function bodyOf(esbuild, root, path) {
  const maker = await makerOf(esbuild, root, path);
  const folder = join(root, "dist", "validators");
  const name = createHash("sha256")
    .update(maker + asBody)
    .digest("hex")
    .slice(0, 16);
  const kept = join(folder, `${name}.js`);
  if (existsSync(kept)) return readFileSync(kept, "utf8");
  mkdirSync(folder, { recursive: true });
  const scratch = join(folder, `${name}.${process.pid}.mjs`);
  writeFileSync(scratch, maker);
  const { default: code } = await import(pathToFileURL(scratch).href);
  const body = await asBody(esbuild, code);
  writeFileSync(scratch, body);
  renameSync(scratch, kept);
  return body;
}

async function asBody({ transform }, code) {
  const [, name] = /^export default (\w+);$/m.exec(code);
  const body = `${code.replace(/^export .*$/gm, "")}\nreturn ${name};`;
  return (await transform(body, { minify: true, format: "cjs" })).code;
}

/**
 * The function, whose code lies beside the bundle until it is first needed: together the validators are megabytes, and a
 * command needs one or two of them.
 */
function moduleOf(body) {
  const modules = [...new Set([...body.matchAll(/require\(("[^"]+")\)/g)].map(([, module]) => module))];
  return `import { readFileSync } from "node:fs";
import body from "watchkeeper:body";
const modules = { ${modules.map((module) => `${module}: require(${module})`).join(", ")} };
let made;
export default function validate(...data) {
  made ??= new Function("require", readFileSync(new URL(body, import.meta.url), "utf8"))((module) => modules[module]);
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
