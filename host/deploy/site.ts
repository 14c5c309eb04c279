import type { Site, Workload } from "../../lib/components/component.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { dockerSite } from "../../lib/targets/docker.ts";
import { nativeSite } from "../../lib/targets/native.ts";
import { engineAt } from "../targets/docker/engine.ts";
import { dockerTarget } from "../targets/docker/index.ts";
import { dockerVersion, launchDocker } from "../targets/docker/launch.ts";
import { nativeTarget } from "../targets/native/index.ts";
import { launchNative, nativeVersion } from "../targets/native/launch.ts";
import { stackRoot } from "../targets/native/layout.ts";
import type { Target } from "../targets/target.ts";
import type { Destination, Launch } from "./plan.ts";

/** Where an environment runs, by its own words; `auto` that nobody has decided yet is docker where an engine answers. */
export async function destinationOf(environment: Environment): Promise<Destination> {
  const { stack, data, target } = environment;
  if (target.kind !== "auto") return { stack, data, ...target };
  const answers = await engineAt(undefined).then(
    () => true,
    () => false,
  );
  return { stack, data, kind: answers ? "docker" : "native" };
}

/** The version of a program that is rendered for when it is not prepared yet: the newest that is known. */
const NEWEST = "3.15.0";

export function siteOf(environment: Environment, destination: Destination): Site {
  if (destination.kind === "docker") {
    return dockerSite(environment, (program) => dockerVersion(environment, program) ?? NEWEST);
  }
  return nativeSite(environment, stackRoot(destination), (program) => nativeVersion(program) ?? NEWEST);
}

export const targetOf = (destination: Destination): Target =>
  destination.kind === "docker" ? dockerTarget(destination) : nativeTarget(destination);

/** How a workload is started there; undefined when what it runs is not prepared or cannot be had. */
export const launchOf = (
  environment: Environment,
  destination: Destination,
  workload: Workload,
): Promise<Launch | undefined> =>
  destination.kind === "docker" ? launchDocker(environment, destination, workload) : launchNative(workload);
