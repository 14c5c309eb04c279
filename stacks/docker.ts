import { Container, type ContainerConfig } from "@cdktf/provider-docker/lib/container/index.js";
import { DockerProvider } from "@cdktf/provider-docker/lib/provider/index.js";
import type { DataResource, TerraformStack } from "cdktf";
import type { Orphans } from "../host/deploy/orphans.ts";
import type { ComponentPlan, Destination, Plan } from "../host/deploy/plan.ts";
import { LABEL } from "../host/engine/labels.ts";
import { configVolume, containerName, dataVolume, networkName } from "../host/targets/docker/names.ts";
import { takesConnections } from "../host/targets/docker/takes-connections.ts";
import { MOUNTS } from "../lib/targets/docker.ts";
import { SUPPORTED } from "../versions.ts";
import { addPrune, addPublishes, addRetire, addRun, addSettles, type Parts } from "./graph.ts";

/** Required also by a broken environment: without it Terraform could not destroy the containers in its state. */
export function requireDocker(stack: TerraformStack, { host }: Destination): void {
  new DockerProvider(stack, "docker", host === undefined ? {} : { host });
  // The constructs are bound to 3.6, whose successor they drive well; 3.x forgets a stopped container at the next plan.
  const { from, below } = SUPPORTED.dockerProvider;
  stack.addOverride("terraform.required_providers.docker.version", `>= ${from}, < ${below}`);
}

/** The graph with containers that Terraform's Docker provider runs. */
export function addDocker(stack: TerraformStack, parts: Parts, plan: Plan, orphans: Orphans): void {
  const retire = addRetire(stack, parts, plan, addPublishes(stack, parts, plan));
  const owned = labels(plan.destination.stack, parts.claim);
  if (orphans.network) stack.addOverride("removed", [FORMER_NETWORK]);

  const runs = new Map<string, DataResource>();
  const add = (component: ComponentPlan): DataResource => {
    const known = runs.get(component.name);
    if (known !== undefined) return known;
    const before = plan.components.filter(({ name }) => component.workload.startAfter.includes(name)).map(add);
    const container = new Container(stack, `container-${component.name}`, {
      ...containerConfig(plan.destination.stack, component),
      labels: [...owned, { label: LABEL.component, value: component.name }],
      dependsOn: [retire, ...before],
    });
    const orphan = orphans.containers.get(component.name);
    if (orphan !== undefined) container.importFrom(orphan);
    const run = addRun(stack, parts, component, { container: container.id }, [container]);
    runs.set(component.name, run);
    return run;
  };
  for (const component of plan.components) add(component);
  addPrune(stack, parts, plan, addSettles(stack, parts, plan, runs));
}

/** The claim makes the network: for each that Terraform's provider looks at, it sleeps two seconds. This one stays as it is (Terraform 1.7 or later). */
const FORMER_NETWORK = { from: "docker_network.network", lifecycle: { destroy: false } };

const labels = (stack: string, claim: DataResource) => [
  { label: LABEL.stack, value: stack },
  { label: LABEL.owner, value: claim.id },
];

const NO_NEW_PRIVILEGES = "no-new-privileges";

/**
 * For who sees the machine: by the mounts of its own processes all of the machine's file systems would be read-only. The engine itself
 * takes the label away from such a container, and unsaid every later plan would show a change.
 */
const HOST_PROCESSES = { pidMode: "host", securityOpts: [NO_NEW_PRIVILEGES, "label=disable"] };

function containerConfig(stack: string, component: ComponentPlan): ContainerConfig {
  const { name, workload, launch } = component;
  const memory = workload.resources.memoryMiB;
  return {
    name: containerName(stack, name),
    hostname: name,
    image: launch.image ?? "",
    ...(launch.entrypoint === undefined ? {} : { entrypoint: [...launch.entrypoint] }),
    ...(launch.user === undefined ? {} : { user: launch.user }),
    command: [...launch.command],
    env: Object.entries(launch.variables)
      .map(([key, value]) => `${key}=${value}`)
      .sort(),
    networksAdvanced: [{ name: networkName(stack), aliases: [name] }],
    ports: workload.ports.filter(({ internal }) => internal !== true).flatMap((port) => published(component, port)),
    mounts: mounts(stack, component),
    tmpfs: tmpfs(component),
    readOnly: true,
    capabilities: { drop: ["ALL"] },
    securityOpts: [NO_NEW_PRIVILEGES],
    ...(workload.seesHost === true ? HOST_PROCESSES : {}),
    memory,
    // Unsaid, the engine doubles the memory, and every later plan shows a change.
    memorySwap: memory,
    ...(workload.resources.cpus === undefined ? {} : { cpus: String(workload.resources.cpus) }),
    logOpts: { "max-size": "5m", "max-file": "3" },
    restart: "unless-stopped",
    destroyGraceSeconds: workload.stopGraceSeconds,
    stopTimeout: workload.stopGraceSeconds,
    ...health(component),
  };
}

function published(
  component: ComponentPlan,
  port: { readonly name: string; readonly number: number; readonly protocol?: string },
) {
  const address = component.addresses[port.name] ?? "";
  const colon = address.lastIndexOf(":");
  return [
    {
      internal: port.number,
      external: Number(address.slice(colon + 1)),
      ip: component.boundTo,
      protocol: port.protocol ?? "tcp",
    },
  ];
}

const tmpfs = ({ launch, workload: { scratch } }: ComponentPlan): Readonly<Record<string, string>> => ({
  "/tmp": "",
  // An image that is made to start as root has folders in /run that only its own user could write.
  ...(launch.user === undefined ? {} : { "/run": "" }),
  ...(scratch === undefined ? {} : { [scratch.path]: `size=${scratch.mib}m,mode=1777` }),
});

const mounts = (stack: string, { name, workload }: ComponentPlan) => [
  { type: "volume", source: configVolume(stack, name), target: MOUNTS.config, readOnly: true },
  ...(workload.data ? [{ type: "volume", source: dataVolume(stack, name), target: MOUNTS.data }] : []),
  ...(workload.seesHost === true ? [{ type: "bind", source: "/", target: MOUNTS.host, readOnly: true }] : []),
  ...(workload.seesContainers === true ? [{ type: "bind", source: "/sys", target: "/sys", readOnly: true }] : []),
];

/**
 * For those who look at the engine. The deploy waits in a step of its own: the provider's wait would keep the container out of
 * the state meanwhile, and tells nothing of why it failed. A user's own image may have neither a shell nor wget.
 */
function health({ workload }: ComponentPlan): Partial<ContainerConfig> {
  const number = workload.ports.find(({ name }) => name === workload.health.port)?.number;
  const url = `http://127.0.0.1:${number}${workload.health.path}`;
  const tests = {
    server:
      workload.health.path === undefined
        ? ["CMD", ...takesConnections(number ?? 0)]
        : ["CMD", "wget", "-q", "-O", "/dev/null", url],
    app: [
      "CMD",
      "node",
      "-e",
      `require("http").get("${url}", (r) => process.exit(r.statusCode === 200 ? 0 : 1)).on("error", () => process.exit(1))`,
    ],
    image: undefined,
  };
  const test = tests[workload.program.kind];
  if (test === undefined) return {};
  // Each is a process that starts: for an app, Node itself, which with fetch would take twice the processor's time.
  return { healthcheck: { test, interval: "15s", timeout: "5s", retries: 3, startPeriod: "1s" } };
}
