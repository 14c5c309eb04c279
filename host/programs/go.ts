import { cp, mkdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { GoBuild } from "../../lib/components/software.ts";
import { CHECKOUT } from "../checkout.ts";
import { lastLines, run } from "../run.ts";
import { Unavailable } from "./resolved.ts";

/** A build takes all processors by itself, and two at once compile the standard library and what else they share twice. */
let built: Promise<unknown> = Promise.resolve();

/**
 * Builds Go packages into `folder`/bin from a small module of its own: `go install` refuses modules that have replace
 * lines, this takes all. Static, without symbols. Waits for builds that were begun before. Throws Unavailable.
 */
export async function buildGo(build: GoBuild, packages: readonly string[], folder: string): Promise<void> {
  await mkdir(join(folder, "bin"), { recursive: true });
  await writeFile(join(folder, "go.mod"), goMod(build));
  if (build.source !== undefined) await cp(join(CHECKOUT, build.source), folder, { recursive: true });
  const ldflags = `-s -w -X ${build.stamp}=${build.version}`;
  // The linker would drop what debuggers need; not to make it saves an eighth of the compiler's time.
  const flags = [
    "-mod=mod",
    "-trimpath",
    `-gcflags=all=-dwarf=false${build.quick ? " -l" : ""}`,
    `-ldflags=${ldflags}`,
    `-tags=${(build.tags ?? []).join(",")}`,
  ];
  const compile = () =>
    run(["go", "build", ...flags, "-o", `${folder}/bin/`, ...packages], {
      cwd: folder,
      // Symbols of version control and a workspace above the checkout are not ours. The compiler is so short-lived that collecting its
      // garbage as often as Go does by itself is an eighth of its time, and saves a fifth of its memory.
      env: { CGO_ENABLED: "0", GOWORK: "off", GOFLAGS: "-buildvcs=false", GOGC: process.env.GOGC ?? "400" },
      timeoutSeconds: 1800,
    });
  const building = built.then(compile, compile);
  built = building;
  const outcome = await building;
  if (outcome.code === 127) throw new Unavailable(`Go is not installed, and the module needs ${build.go} or later`);
  if (outcome.code !== 0) throw new Unavailable(`go build failed: ${lastLines(outcome.stderr, 3)}`);
}

function goMod(build: GoBuild): string {
  const line = ([key, value]: [string, string], word: string) => `${key}${word}${value}\n`;
  return [
    // The last part is the name of what a main package of our own becomes.
    `module watchkeeper.invalid/${build.source === undefined ? "programs" : basename(build.source)}\n\ngo ${build.go}\n\n`,
    ...Object.entries(build.require).map((entry) => `require ${line(entry, " v")}`),
    ...Object.entries(build.replace ?? {}).map((entry) => `replace ${line(entry, " => ")}`),
  ].join("");
}
