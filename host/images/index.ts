import type { Program } from "../../lib/components/component.ts";
import type { Engine } from "../engine/engine.ts";
import { UserError } from "../errors.ts";
import { resolvePrograms } from "../programs/index.ts";
import { SOFTWARE } from "../programs/table.ts";
import { appImageName, makeAppImage } from "./app.ts";
import { makeNodeImage, makeServerImage } from "./make.ts";
import { officialImage } from "./official.ts";
import { pull } from "./pull.ts";
import { recorded } from "./record.ts";

/** Where images come from, once decided. */
export type ImageChoice = "registry" | "made";
type Say = (line: string) => void;

export interface EnsuredImages {
  readonly choice: ImageChoice;
  /** Servers that no image can be had of here, and why. They are to be left out, or to be an error: the caller knows. */
  readonly missing: ReadonlyMap<string, string>;
}

const canBeMade = (program: string): boolean =>
  program === "node" || SOFTWARE.some((row) => row.executables.some(({ name }) => name === program));

/**
 * Sees that the engine has an image of every program: official ones at pinned versions, or where no registry answers, ones
 * made here. `undecided` tries the registry first; the answer is to be kept and given the next time. Quick when all is there.
 * Throws UserError when a registry that was decided on, or that has a user's own image, does not answer.
 */
export async function ensureImages(
  engine: Engine,
  programs: readonly Program[],
  choice: ImageChoice | "undecided",
  say: Say = console.error,
): Promise<EnsuredImages> {
  const servers = [...new Set(programs.flatMap(serverOf))];
  await pullOwn(engine, programs);
  const refused = choice === "made" ? new Map<string, string>() : await pullOfficial(engine, servers);
  const decided = decide(choice, refused, say);
  const missing = decided === "made" ? await makeServers(engine, servers, say) : refused;
  await makeApps(engine, programs, decided, say);
  return { choice: decided, missing };
}

/**
 * Name of a program's image on an engine, as ensureImages left it; asks no engine. Undefined for one that has yet to be made,
 * or that cannot be.
 */
export async function imageOf(engineId: string, program: Program, choice: ImageChoice): Promise<string | undefined> {
  if (program.kind === "image") return program.image;
  if (program.kind === "server") return serverImage(engineId, program.name, choice);
  const base = serverImage(engineId, "node", choice);
  return base === undefined ? undefined : appImageName(program.name, base);
}

function serverImage(engineId: string, program: string, choice: ImageChoice): string | undefined {
  return choice === "made" && canBeMade(program) ? recorded(engineId, program)?.image : officialImage(program);
}

function serverOf(program: Program): readonly string[] {
  if (program.kind === "image") return [];
  return [program.kind === "app" ? "node" : program.name];
}

/** Images that users name themselves have no other way. */
async function pullOwn(engine: Engine, programs: readonly Program[]): Promise<void> {
  const images = programs.flatMap((program) => (program.kind === "image" ? [program.image] : []));
  const reasons = await Promise.all([...new Set(images)].map(async (image) => [image, await pull(engine, image)]));
  const failed = reasons.filter(([, reason]) => reason !== undefined);
  if (failed.length === 0) return;
  throw new UserError(failed.map(([image, reason]) => `the image ${image} cannot be had: ${reason}`).join("\n"), {
    help: "see that its name is right and its registry answers, or put it on the engine with `docker load`",
  });
}

/** Servers whose official image the engine neither has nor gets, and why. */
async function pullOfficial(engine: Engine, servers: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const refused = new Map<string, string>();
  const one = async (server: string): Promise<void> => {
    const image = officialImage(server);
    const reason = image === undefined ? "there is no official image of it" : await pull(engine, image);
    if (reason !== undefined) refused.set(server, image === undefined ? reason : `${image}: ${reason}`);
  };
  await Promise.all(servers.map(one));
  return refused;
}

function decide(choice: ImageChoice | "undecided", refused: ReadonlyMap<string, string>, say: Say): ImageChoice {
  if (choice === "made") return "made";
  const [first] = [...refused].filter(([server]) => canBeMade(server));
  if (first === undefined) {
    if (choice === "undecided")
      say("images: official ones at pinned versions (their registry answers, or the engine has them)");
    return "registry";
  }
  if (choice === "undecided") {
    say(`images: made here from Debian's packages, releases and Go modules (${first[1]})`);
    return "made";
  }
  throw new UserError(`an official image was decided on, and cannot be had: ${first[1]}`, {
    help: "try again when the registry answers, or set `images: made` in local.yml to change over",
  });
}

async function makeServers(engine: Engine, servers: readonly string[], say: Say): Promise<ReadonlyMap<string, string>> {
  const made = servers.filter(canBeMade);
  // All at once, so that slow builds run beside quick downloads.
  await resolvePrograms(["busybox", ...made.filter((server) => server !== "node")], say);
  await Promise.all(
    made.map((server) => (server === "node" ? makeNodeImage(engine, say) : makeServerImage(engine, server, say))),
  );
  const others = servers.filter((server) => !canBeMade(server));
  const there = await Promise.all(others.map((server) => engine.hasImage(officialImage(server) ?? "")));
  const reason = "it can only be had as an official image, and no registry answers";
  return new Map(others.filter((_, index) => !there[index]).map((server) => [server, reason]));
}

async function makeApps(engine: Engine, programs: readonly Program[], choice: ImageChoice, say: Say): Promise<void> {
  const base = serverImage(engine.id, "node", choice);
  const names = new Set(programs.flatMap((program) => (program.kind === "app" ? [program.name] : [])));
  if (base === undefined) return;
  for (const name of names) await makeAppImage(engine, name, base, say);
}
