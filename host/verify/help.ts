import { join } from "node:path";
import { containerName } from "../targets/docker/names.ts";
import { layout, stackRoot } from "../targets/native/layout.ts";
import type { Context } from "./check.ts";

/** The command that makes what runs what is rendered. */
export const deployAgain = ({ composed }: Context): string => `npx cdktf deploy ${composed.environment.name}`;

/** The command that shows what a component wrote. */
export function showLog({ composed: { destination } }: Context, name: string): string {
  const { kind, stack, host } = destination;
  if (kind === "native") return `tail ${join(layout(stackRoot(destination)).log(name), "current")}`;
  return `docker ${host === undefined ? "" : `--host ${host} `}logs --tail 50 ${containerName(stack, name)}`;
}
