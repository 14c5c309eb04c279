import { MOUNTS } from "../../../lib/targets/docker.ts";
import { attemptOfPublication, type ComponentPlan, type Destination, FIRST_ATTEMPT } from "../../deploy/plan.ts";
import type { Engine, Inspected } from "../../engine/engine.ts";
import { LABEL } from "../../engine/labels.ts";
import { UserError } from "../../errors.ts";
import { get } from "../../http.ts";
import { type Answer, type Observation, ownedByAnother, type Target } from "../target.ts";
import { engineAt, isLocal } from "./engine.ts";
import { containerName, networkName, ownerVolume } from "./names.ts";
import { liveIn, publishToVolume, restorePrevious } from "./publish.ts";
import { takesConnections } from "./takes-connections.ts";

/** Containers on a Docker engine. Terraform's provider runs them; this does what it cannot. */
export function dockerTarget(destination: Destination): Target {
  const { stack } = destination;
  const engine = () => engineAt(destination.host);
  const container = (name: string) => containerName(stack, name);
  const ours = { [LABEL.stack]: stack };

  const ownerOf = async (): Promise<string | undefined> => {
    const volume = await (await engine()).inspect("volume", ownerVolume(stack));
    return labelsOf(volume)[LABEL.owner];
  };

  const networkOf = async (there: Engine): Promise<Inspected | undefined> => {
    const network = await there.inspect("network", networkName(stack));
    if (network === undefined || labelsOf(network)[LABEL.stack] === stack) return network;
    throw new UserError(`the engine has a network ${networkName(stack)} that is not this stack's`, {
      help: `remove it with \`docker network rm ${networkName(stack)}\`, or deploy as another \`instance\``,
    });
  };

  const removeVolumes = async (there: Engine, labels: Readonly<Record<string, string>>): Promise<void> => {
    const isKept = (volume: string) => destination.data === "keep" && volume.endsWith("_data");
    for (const volume of await there.volumes(labels)) {
      if (!isKept(volume)) await there.output(["volume", "rm", volume]);
    }
  };

  const removeContainers = async (there: Engine, keep: ReadonlySet<string>): Promise<void> => {
    for (const { id, labels } of await there.containers(ours)) {
      if (!keep.has(labels[LABEL.component] ?? "")) await there.output(["rm", "--force", id]);
    }
  };

  /** A client that was killed leaves what it made and had not started, and that holds its volume. */
  const removeScratch = async (there: Engine, isGone: (state: string) => boolean): Promise<void> => {
    for (const { id, state } of await there.containers({ [LABEL.scratch]: stack })) {
      if (isGone(state)) await there.output(["rm", "--force", id]);
    }
  };

  return {
    destination,
    owner: ownerOf,

    async claim(owner, { attempt }) {
      const there = await engine();
      const labels = { ...ours, [LABEL.owner]: owner };
      // Of a name that is taken the engine returns the volume that is there, with its first owner's label.
      await there.createVolume(ownerVolume(stack), labels);
      if ((await ownerOf()) !== owner) throw ownedByAnother(stack);
      if ((await networkOf(there)) !== undefined) return;
      await there.output([
        "network",
        "create",
        ...flagsOf({ ...labels, [LABEL.attempt]: attempt }),
        networkName(stack),
      ]);
    },

    async sharedBy() {
      const network = await networkOf(await engine());
      return network && (labelsOf(network)[LABEL.attempt] ?? FIRST_ATTEMPT);
    },

    async observe(names) {
      const there = await engine();
      const running = new Set(
        (await there.containers(ours))
          .filter(({ state }) => state === "running")
          .map(({ labels }) => labels[LABEL.component]),
      );
      const observe = async (name: string): Promise<readonly [string, Observation]> => {
        if (!running.has(name)) return [name, ABSENT];
        const { publication, listing } = await liveIn(there, container(name));
        const publish = publication === undefined ? undefined : attemptOfPublication(publication);
        return [name, { listing, attempt: { publish, run: undefined }, running: true }];
      };
      return new Map(await Promise.all(names.map(observe)));
    },

    async listening() {
      return (await (await engine()).containers(ours)).flatMap(({ published }) => published);
    },

    publish: async (component, files) => publishToVolume(await engine(), stack, component, files),

    async publishedAt({ name }) {
      return (await (await engine()).changedAt(container(name), `${MOUNTS.config}/current`)) ?? 0;
    },

    restorePrevious: async (component) => restorePrevious(await engine(), stack, component),

    async signal({ name }, signal) {
      await (await engine()).signal(container(name), signal);
    },
    async stop(name) {
      await (await engine()).output(["stop", container(name)]);
    },
    async startAgain(name) {
      await (await engine()).output(["start", container(name)]);
    },

    async life(name) {
      const inspected = await (await engine()).inspect("container", container(name));
      if (inspected === undefined) return undefined;
      const { StartedAt: started } = inspected.State as { readonly StartedAt: string };
      return `${inspected.RestartCount} ${started}`;
    },

    async get(component, port, path): Promise<Answer> {
      const there = await engine();
      if (isLocal(there)) return get(`http://${component.addresses[port]}${path}`);
      return getInside(there, container(component.name), component, port, path);
    },

    async connect({ name, workload }, port) {
      // From outside, the engine itself would take the connection whether or not the program does.
      const number = workload.ports.find((each) => each.name === port)?.number ?? 0;
      const outcome = await (await engine()).exec(container(name), takesConnections(number), { timeoutSeconds: 10 });
      if (outcome.code !== 0) throw new Error(`nothing: the program does not listen there yet`);
    },

    async log(name, lines, since) {
      const from = since === undefined ? {} : { since: since.toISOString() };
      return (await (await engine()).logs(container(name), { tail: lines, ...from })).trim();
    },

    async retire(names) {
      const there = await engine();
      const listed = new Set(names);
      const leaving = (await there.containers(ours)).filter(({ labels }) => !listed.has(labels[LABEL.component] ?? ""));
      await Promise.all(leaving.map(({ id }) => stopUnlessGone(there, id)));
    },

    async prune(names) {
      const there = await engine();
      const listed = new Set(names);
      await removeContainers(there, listed);
      await removeScratch(there, (state) => state !== "running");
      const labelled = await Promise.all(
        (await there.volumes({ ...ours, [LABEL.component]: "" })).map((volume) => there.inspect("volume", volume)),
      );
      const gone = new Set(labelled.map((volume) => labelsOf(volume)[LABEL.component] ?? ""));
      for (const name of gone) if (!listed.has(name)) await removeVolumes(there, { ...ours, [LABEL.component]: name });
    },

    async release() {
      const there = await engine();
      await removeContainers(there, new Set());
      await removeScratch(there, () => true);
      for (const network of await there.networks(ours)) await there.output(["network", "rm", network]);
      await removeVolumes(there, ours);
    },
  };
}

/** Terraform removes those that it knows, perhaps at the same time. */
const stopUnlessGone = async (engine: Engine, id: string): Promise<void> => {
  const { code, stderr } = await engine.docker(["stop", id]);
  if (code !== 0 && (await engine.inspect("container", id)) !== undefined) throw new Error(stderr.trim());
};

const flagsOf = (labels: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(labels).flatMap(([key, value]) => ["--label", `${key}=${value}`]);

const labelsOf = (inspected: Inspected | undefined) => (inspected?.Labels ?? {}) as Readonly<Record<string, string>>;

const ABSENT: Observation = { listing: undefined, attempt: { publish: undefined, run: undefined }, running: false };

/** On another machine the published ports are out of reach, so the program is asked beside itself. */
async function getInside(
  engine: Engine,
  container: string,
  { workload }: ComponentPlan,
  port: string,
  path: string,
): Promise<Answer> {
  const number = workload.ports.find(({ name }) => name === port)?.number;
  // Debian's static busybox crashes at wget's own time limit, so this side holds it.
  const command = ["wget", "-q", "-O", "-", `http://127.0.0.1:${number}${path}`];
  const outcome = await engine.exec(container, command, { timeoutSeconds: 10 });
  if (outcome.code !== 0) throw new Error(outcome.stderr.trim());
  return { status: 200, body: outcome.stdout };
}
