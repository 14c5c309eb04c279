import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { render } from "../../lib/render/index.ts";
import { nativeSite } from "../../lib/targets/native.ts";
import { ownedBy } from "../deploy/owned.ts";
import { UserError } from "../errors.ts";
import { knownProgram } from "../programs/index.ts";
import { lastLines, run } from "../run.ts";
import { nativeVersion } from "../targets/native/launch.ts";
import { writeFiles } from "../writer.ts";
import { bootToReady, refusalOf } from "./boot.ts";
import type { Refusal, Verdict } from "./verdicts.ts";

/** Judges a component's staged files with its own tools, and boots the real program with them, on scratch storage. */
export async function judgeNative(environment: Environment, name: string): Promise<Verdict> {
  const scratch = await scratchFolder();
  try {
    const isolated = await canIsolate();
    // Without a network of its own the program needs ports that nobody has.
    const offset = isolated ? environment.portOffset : environment.portOffset + SCRATCH_OFFSET;
    const site = nativeSite(
      { ...environment, portOffset: offset },
      scratch,
      (program) => nativeVersion(program) ?? "0.0.0",
    );
    const { workloads, files } = render(environment, site);
    const workload = workloads.find((candidate) => candidate.name === name);
    if (workload?.judge === undefined) return [];
    const folder = site.path(name, "config");
    await writeFiles(folder, [...ownedBy(name, files), ...(workload.judge.files ?? [])]);
    await mkdir(site.path(name, "data"), { recursive: true });
    const refusals = await Promise.all([
      ...workload.judge.tools.map((tool) => ask(tool, folder)),
      boot(workload, isolated),
    ]);
    return refusals.filter((refusal) => refusal !== undefined);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

const SCRATCH_OFFSET = 20_000;

async function scratchFolder(): Promise<string> {
  const folder = tmpdir();
  return mkdtemp(join(folder, "watchkeeper-judge-")).catch(({ code }: NodeJS.ErrnoException) => {
    const why = code === "ENOENT" ? "does not exist" : `cannot be written to (${code})`;
    throw new UserError(`the folder for temporary files ${folder} ${why}`, {
      help: "set TMPDIR to a folder that you may write to: export TMPDIR=/tmp",
    });
  });
}

const pathOf = (program: string): string => {
  const found = knownProgram(program);
  if (found === undefined) throw new Error(`${program} is not prepared`);
  return found.path;
};

async function ask([tool = "", ...args]: readonly string[], folder: string): Promise<Refusal | undefined> {
  const outcome = await run([pathOf(tool), ...args], { cwd: folder, timeoutSeconds: 60 });
  if (outcome.code === 0) return undefined;
  const said = lastLines(outcome.stderr + outcome.stdout, 8);
  return { message: `${tool} ${args.slice(0, 2).join(" ")} refuses it: ${said}`, ofFlags: false };
}

async function boot({ name, program, args, judge }: Workload, isolated: boolean): Promise<Refusal | undefined> {
  if (judge === undefined) return undefined;
  const found = knownProgram(program.kind === "server" ? program.name : name);
  if (found === undefined) throw new Error(`${name} is not prepared`);
  const command = [found.path, ...found.args, ...args];
  const { isReady, said } = await bootToReady(isolated ? [...ISOLATE, ...command] : command, judge.readyLine);
  return isReady ? undefined : refusalOf(`${found.name} ${found.version}`, said);
}

/** A network namespace of its own, in which nothing answers: the boot asks no target and sends no page. */
const ISOLATE = ["unshare", "--user", "--map-root-user", "--net"] as const;

let isolation: Promise<boolean> | undefined;
const canIsolate = (): Promise<boolean> => {
  isolation ??= run([...ISOLATE, "true"]).then(({ code }) => code === 0);
  return isolation;
};
