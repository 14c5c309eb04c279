import type { Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import type { Finding } from "../../lib/finding.ts";
import type { Composed } from "../deploy/compose.ts";
import { ownedBy } from "../deploy/owned.ts";
import { listingOf } from "../deploy/plan.ts";
import { judgeDocker } from "./docker.ts";
import { judgeNative } from "./native.ts";
import { remembered, type Verdict } from "./verdicts.ts";

/**
 * The last word before the plan: every component's own tools on the files that would land, and a boot of the real
 * program with its real flags. promtool and amtool accept much that the programs then refuse (requirements T1, T26, T33).
 * `checked`: whether check has found an error in the files, which their programs would say again; of their flags it knows nothing.
 */
export async function judge(composed: Composed, checked: Promise<boolean>): Promise<readonly Finding[]> {
  const judged = composed.rendered.workloads.filter(({ judge }) => judge !== undefined);
  const judging = judged.map((workload) => judgeOne(composed, workload));
  const [isBroken, ...verdicts] = await Promise.all([checked, ...judging]);
  const told = verdicts.map((verdict) => verdict.filter(({ ofFlags }) => ofFlags || !isBroken));
  return judged.flatMap(({ name }, index) => asFindings(composed.environment, name, told[index] ?? []));
}

async function judgeOne(
  { environment, destination, rendered, launches }: Composed,
  workload: Workload,
): Promise<Verdict> {
  const launch = launches.get(workload.name);
  if (launch === undefined) return [];
  const files = ownedBy(workload.name, rendered.files);
  const judged = listingOf([...files, ...(workload.judge?.files ?? [])]);
  return remembered([destination.kind, launch, workload.resources, workload.judge?.tools, judged], () =>
    destination.kind === "docker"
      ? judgeDocker(destination, workload, launch, files)
      : judgeNative(environment, workload.name),
  );
}

function asFindings(environment: Environment, name: string, verdict: Verdict): readonly Finding[] {
  const pointer = environment.components.find((component) => component.name === name)?.pointer ?? "";
  return verdict.map(({ message }) => ({
    ...environment.place(pointer),
    severity: "error",
    check: `${name}/judge`,
    message,
    help: "nothing has changed: what runs, and what a restart would load, are as before",
  }));
}
