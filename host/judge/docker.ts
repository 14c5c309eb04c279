import { randomBytes } from "node:crypto";
import type { Workload } from "../../lib/components/component.ts";
import type { RenderedFile } from "../../lib/files.ts";
import { MOUNTS } from "../../lib/targets/docker.ts";
import type { Destination, Launch } from "../deploy/plan.ts";
import { tar } from "../engine/tar.ts";
import { engineAt } from "../targets/docker/engine.ts";
import { BOOT_SECONDS, bootToReady, tellingLines } from "./boot.ts";
import type { Verdict } from "./verdicts.ts";

/** Between what the tools say and what the program says. */
const BOOTS = "--- the tools accept it; the program starts ---";

const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

/** The files lie where the running program has them. The program ends by itself, should nobody be left to end it. */
const script = (workload: Workload, program: string): string => {
  const tools = (workload.judge?.tools ?? []).map((tool) => `${tool.map(quote).join(" ")} || exit 3`);
  const boot = [program, ...workload.args].map(quote).join(" ");
  return [
    "set -eu",
    `mkdir -p ${MOUNTS.config}/current && cd ${MOUNTS.config}/current`,
    "tar -x",
    ...tools,
    `echo '${BOOTS}'`,
    `cd / && exec timeout -s KILL ${BOOT_SECONDS} ${boot}`,
  ].join("\n");
};

/** Judges a component's files inside a container of its own image: scratch storage, no network, gone afterwards. */
export async function judgeDocker(
  { host }: Destination,
  workload: Workload,
  launch: Launch,
  files: readonly RenderedFile[],
): Promise<Verdict> {
  const { judge } = workload;
  if (judge === undefined || launch.image === undefined || workload.program.kind !== "server") return [];
  const engine = await engineAt(host);
  const name = `watchkeeper-judge-${randomBytes(6).toString("hex")}`;
  const scratch = [MOUNTS.config, MOUNTS.data].flatMap((folder) => ["--tmpfs", `${folder}:mode=1777`]);
  const flags = ["--rm", "--interactive", "--network", "none", "--name", name, ...scratch, "--entrypoint", "sh"];
  const command = engine.command(["run", ...flags, launch.image, "-c", script(workload, workload.program.name)]);
  const { isReady, said } = await bootToReady(command, judge.readyLine, tar([...files, ...(judge.files ?? [])]));
  await engine.docker(["rm", "--force", name]);
  if (isReady) return [];
  const [tools = "", boot] = said.split(BOOTS);
  return [
    boot === undefined
      ? `its own tool refuses it: ${tools.trim().split("\n").slice(-8).join("\n")}`
      : `${launch.image} does not start with it: ${tellingLines(boot)}`,
  ];
}
