import { randomBytes } from "node:crypto";
import type { Workload } from "../../lib/components/component.ts";
import type { RenderedFile } from "../../lib/files.ts";
import { MOUNTS } from "../../lib/targets/docker.ts";
import type { Destination, Launch } from "../deploy/plan.ts";
import { LABEL } from "../engine/labels.ts";
import { tar } from "../engine/tar.ts";
import { engineAt } from "../targets/docker/engine.ts";
import { BOOT_SECONDS, bootToReady, refusalOf } from "./boot.ts";
import type { Verdict } from "./verdicts.ts";

/** Between what the tools say and what the program says. */
const ACCEPTED = "--- the tools accept it; the program starts ---";
const REFUSED = "--- the tools refuse it; the program starts ---";

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** The files lie where the running program has them. The program ends by itself, should nobody be left to end it. */
const script = (workload: Workload, program: string): string => {
  const tools = (workload.judge?.tools ?? []).map((tool) => `${tool.map(quote).join(" ")} || said='${REFUSED}'`);
  const boot = [program, ...workload.args].map(quote).join(" ");
  return [
    "set -eu",
    // One stream, so that all stands in the order in which it was said.
    "exec 2>&1",
    `mkdir -p ${MOUNTS.config}/current && cd ${MOUNTS.config}/current`,
    "tar -x",
    `said='${ACCEPTED}'`,
    ...tools,
    'echo "$said"',
    `cd / && exec timeout -s KILL ${BOOT_SECONDS} ${boot}`,
  ].join("\n");
};

/** The same limits as the container that will run, and scratch storage: what may be written or held there may be here. */
const limits = ({ resources }: Workload, { user }: Launch): readonly string[] => [
  ...["--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp"],
  ...["--memory", `${resources.memoryMiB}m`],
  ...[MOUNTS.config, MOUNTS.data].flatMap((folder) => ["--tmpfs", `${folder}:mode=1777`]),
  ...(user === undefined ? [] : ["--user", user]),
];

/** Judges a component's files inside a container of its own image: scratch storage, no network, gone afterwards. */
export async function judgeDocker(
  { host, stack }: Destination,
  workload: Workload,
  launch: Launch,
  files: readonly RenderedFile[],
): Promise<Verdict> {
  const { judge } = workload;
  if (judge === undefined || launch.image === undefined || workload.program.kind !== "server") return [];
  const engine = await engineAt(host);
  const name = `watchkeeper-judge-${randomBytes(6).toString("hex")}`;
  const identity = ["--name", name, "--label", `${LABEL.scratch}=${stack}`];
  const flags = ["--rm", "--interactive", "--network", "none", ...identity, ...limits(workload, launch)];
  const starts = ["--entrypoint", "sh", launch.image, "-c", script(workload, workload.program.name)];
  const command = engine.command(["run", ...flags, ...starts]);
  const { isReady, said } = await bootToReady(command, judge.readyLine, tar([...files, ...(judge.files ?? [])]));
  // Nothing waits for it but the end of this process.
  void engine.docker(["rm", "--force", name]);
  return verdictOf(said, isReady, launch.image);
}

function verdictOf(said: string, isReady: boolean, image: string): Verdict {
  const [tools = "", boot] = said.split(new RegExp(`^(?:${ACCEPTED}|${REFUSED})$`, "m"));
  const lines = tools.trim().split("\n").slice(-8).join("\n");
  if (boot === undefined) return [{ message: `${image} cannot judge it: ${lines}`, ofFlags: false }];
  return [
    ...(said.includes(REFUSED) ? [{ message: `its own tool refuses it: ${lines}`, ofFlags: false }] : []),
    ...(isReady ? [] : [refusalOf(image, boot)]),
  ];
}
