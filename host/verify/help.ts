import { join } from "node:path";
import { knownProgram } from "../programs/index.ts";
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

/** What makes a program run the rendered files: a deploy loads them only where others lie there. */
export const runRendered = (context: Context, name: string): string =>
  `${deployAgain(context)}; where its files hold, have it load them again: ${loadAgain(context, name)}`;

/** The command that has a program load the files that lie there. */
export function loadAgain({ composed: { destination } }: Context, name: string): string {
  const { kind, stack, host } = destination;
  if (kind === "native") return `${svPath()} hup ${layout(stackRoot(destination)).service(name)}`;
  return `docker ${host === undefined ? "" : `--host ${host} `}kill --signal HUP ${containerName(stack, name)}`;
}

const svPath = (): string => knownProgram("sv")?.path ?? "sv";

/** native: the command that makes a component's log anew, for the program that writes it to find. */
export function startLogAgain({ composed: { destination } }: Context, name: string): string {
  const { log, service } = layout(stackRoot(destination));
  return `mkdir -p ${log(name)} && ${svPath()} restart ${join(service(name), "log")}`;
}
