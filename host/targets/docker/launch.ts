import type { Workload } from "../../../lib/components/component.ts";
import type { Environment } from "../../../lib/environment/environment.ts";
import type { Destination, Launch } from "../../deploy/plan.ts";
import type { Engine } from "../../engine/engine.ts";
import { imageOf } from "../../images/index.ts";
import { officialImage } from "../../images/official.ts";
import { knownProgram } from "../../programs/index.ts";
import { engineAt } from "./engine.ts";

const NOBODY = "65534:65534";

const choiceOf = ({ images }: Environment) => (images === "undecided" ? "registry" : images);

/** What the engine can start; undefined when it has no image of it. */
export async function launchDocker(
  environment: Environment,
  { host }: Destination,
  { program, args, variables, start, asNobody }: Workload,
): Promise<Launch | undefined> {
  const engine = await engineAt(host);
  const image = await imageOf(engine.id, program, choiceOf(environment));
  if (image === undefined || !(await engine.hasImage(image))) return undefined;
  return {
    image,
    ...(start === undefined
      ? { command: args }
      : { entrypoint: ["sh", start], command: await commandOf(engine, image, args) }),
    variables,
    ...(asNobody === true ? { user: NOBODY } : {}),
  };
}

/** What the image would start, with these arguments or else its own. */
async function commandOf(engine: Engine, image: string, args: readonly string[]): Promise<readonly string[]> {
  const inspected = await engine.inspect("image", image);
  const { Entrypoint, Cmd } = (inspected?.Config ?? {}) as Readonly<Record<string, readonly string[] | null>>;
  return [...(Entrypoint ?? []), ...(args.length > 0 ? args : (Cmd ?? []))];
}

/** The version that an engine runs: of the official image, or of the program that images are made from. */
export function dockerVersion(environment: Environment, program: string): string | undefined {
  if (choiceOf(environment) === "made") return knownProgram(program)?.version;
  const tag = officialImage(program)?.split(":").at(-1);
  return /\d+\.\d+\.\d+/.exec(tag ?? "")?.[0];
}
