// Loaded into every `npx` and `npm run` process by .npmrc, so that plain `npx cdktf deploy` works with no variable to set.
// Without the first, cdktf asks Terraform's registry for a lock file even where the provider lies in the local mirror;
// without the second, each command waits for the update check of a host that may never answer.
process.env.CDKTF_SKIP_PROVIDER_LOCK ??= "true";
process.env.CHECKPOINT_DISABLE ??= "1";
// A shell has these for other projects. A stack is an environment and an instance: in a workspace its state would be another one, which
// synth does not find, and the next command without the variable would wait for ever for Terraform's question which workspace is meant.
delete process.env.TF_WORKSPACE;
delete process.env.TF_DATA_DIR;
if (/[\\/]cdktf$/.test(process.argv[1] ?? "")) {
  // cdktf does not tell its app which stacks a command names (host/deploy/asked.ts). Of flags before the command nobody here knows
  // which take a value: all is kept then.
  const words = process.argv.slice(2);
  process.env.WATCHKEEPER_CDKTF_WORDS = words.slice(words[0]?.startsWith("-") ? 0 : 1).join(" ");
  const Module = require("node:module");
  // From Node 22 on: of each command 0.7 s go into compiling cdktf anew.
  Module.enableCompileCache?.(require("node:path").join(__dirname, "../dist/node"));
  // Each command loads what reads HCL, with two TypeScript compilers: 0.8 s, and only `convert` and `init` use it.
  const load = Module._load;
  Module._load = function (request, ...rest) {
    const loaded = () => load.call(this, request, ...rest);
    return request === "@cdktf/hcl2cdk" ? onUse(loaded) : loaded();
  };
}

/** A module that is loaded when something of it is asked for. cdktf's bundle derives one from it where it imports the whole of it. */
function onUse(load) {
  const module = new Proxy({}, { get: (_, key) => key === "__esModule" || load()[key], getPrototypeOf: () => module });
  return module;
}

// .npmrc can only say a path relative to the checkout, and children run in other folders: they inherit the variables, not this file.
const rest = (process.env.NODE_OPTIONS ?? "").replace(/--require=\.\/host\/cdktf-environment\.cjs/g, "").trim();
if (rest === "") delete process.env.NODE_OPTIONS;
else process.env.NODE_OPTIONS = rest;
