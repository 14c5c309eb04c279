import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { layPlan } from "../../host/deploy/lay.ts";
import type { ComponentPlan, Plan } from "../../host/deploy/plan.ts";
import { prepare } from "../../host/deploy/prepare.ts";
import { targetOf } from "../../host/deploy/site.ts";
import { stepsOf } from "../../host/deploy/steps.ts";
import { resolvePrograms } from "../../host/programs/index.ts";
import { readEnvironment } from "../../host/read-environment.ts";
import { layout, stackRoot } from "../../host/targets/native/layout.ts";
import type { Target } from "../../host/targets/target.ts";
import type { Environment } from "../../lib/environment/environment.ts";
import { isError } from "../../lib/finding.ts";
import { PORTS } from "./deployment/deployment.ts";
import { freeOffset } from "./deployment/ports.ts";

const NAME = "verified";
const PROGRAMS = [
  "runsvdir",
  "runsv",
  "sv",
  "svlogd",
  "prometheus",
  "promtool",
  "alertmanager",
  "amtool",
  "node_exporter",
];

/** An environment on the native target, deployed by the steps themselves: real programs under runit, without Terraform. */
export interface NativeStack {
  /** A folder with nothing but `configs/`: what a checkout is to the commands. */
  readonly root: string;
  environment(): Promise<Environment>;
  /** Writes files of the environment's folder, by path; undefined takes one away. */
  write(files: Readonly<Record<string, string | undefined>>): Promise<void>;
  /** Judges, publishes, runs and settles what is written. */
  deploy(): Promise<void>;
  readonly target: Target;
  component(name: string): ComponentPlan;
  /** A published file of a component, as its program reads it. */
  published(name: string, path: string): string;
  /** Stops everything, and leaves nothing. */
  remove(): Promise<void>;
}

/** Components that page the sandbox, with seconds for the minutes of real environments; others can be added below. */
export const PAGING = `
paging: sandbox
components:
  prometheus:
    scrape_interval: 1s
    evaluation_interval: 1s
    flags: { rules.alert.resend-delay: 1s }
  alertmanager:
    route:
      receiver: default
      group_by: [alertname, job]
      group_wait: 1s
      group_interval: 6s
      routes: [{ matchers: ['severity="critical"'], receiver: pagerduty }]
    receivers:
      - name: default
      - name: pagerduty
        pagerduty_configs: [{ routing_key_file: $(secret:pagerduty), severity: '{{ .CommonLabels.severity }}' }]
`;

const OWNER = "test";
/** As Terraform would have written it, by which synth knows whose the stack is. */
const STATE = JSON.stringify({
  version: 4,
  resources: [{ type: "terraform_data", name: "claim", instances: [{ attributes: { id: OWNER } }] }],
});

/** environment.yml from what the caller says and what is the same for every such stack. */
export const environmentYml = (text: string): string =>
  `version: 1\nname: ${NAME}\ntarget: native\ndata: disposable\n${text}`;

/** Deploys an environment, with ports that nobody has. */
export async function nativeStack(text: string): Promise<NativeStack> {
  await resolvePrograms(PROGRAMS);
  const root = await mkdtemp(join(tmpdir(), "watchkeeper-stack-"));
  const homeBefore = process.env.WATCHKEEPER_HOME;
  process.env.WATCHKEEPER_HOME = join(root, "home");
  const target = targetOf({ stack: NAME, kind: "native", data: "disposable" });
  let plan: Plan | undefined;

  const write = async (files: Readonly<Record<string, string | undefined>>) => {
    for (const [path, text] of Object.entries(files)) {
      const file = join(root, "configs", NAME, path);
      await mkdir(dirname(file), { recursive: true });
      await (text === undefined ? rm(file) : writeFile(file, text, { mode: 0o600 }));
    }
  };
  const environment = async () => {
    const { environment, findings } = await readEnvironment(root, NAME);
    if (environment === undefined) throw new Error(JSON.stringify(findings.filter(isError)));
    return environment;
  };
  const deploy = async () => {
    const prepared = await prepare(root, NAME);
    const errors = prepared.findings.filter(isError);
    if (prepared.plan === undefined || errors.length > 0) throw new Error(JSON.stringify(errors));
    plan = prepared.plan;
    await layPlan(root, plan, prepared.files ?? []);
    await runSteps(root, plan, target);
  };
  const remove = async () => {
    await target.release();
    await rm(root, { recursive: true, force: true });
    if (homeBefore === undefined) delete process.env.WATCHKEEPER_HOME;
    else process.env.WATCHKEEPER_HOME = homeBefore;
  };

  await write({
    "environment.yml": environmentYml(text),
    "local.yml": `port_offset: ${await freeOffset(PORTS)}\n`,
    "secrets/pagerduty": "0123456789abcdef0123456789abcdef\n",
  });
  await writeFile(join(root, `terraform.${NAME}.tfstate`), STATE);
  try {
    await deploy();
  } catch (error) {
    await remove();
    throw error;
  }
  return {
    root,
    target,
    write,
    environment,
    deploy,
    remove,
    published: (name, path) => join(layout(stackRoot({ stack: NAME })).config(name), "current", path),
    component: (name) => {
      const found = plan?.components.find((candidate) => candidate.name === name);
      if (found === undefined) throw new Error(`${name} is not deployed`);
      return found;
    },
  };
}

/** In the order of Terraform's graph: all publishes before any reload, who takes alerts before who sends them. */
async function runSteps(root: string, plan: Plan, target: Target): Promise<void> {
  const steps = stepsOf(root, plan, target);
  const names = plan.components.map(({ name }) => name);
  await steps.claim(OWNER);
  for (const name of names) await steps.publish(name);
  await steps.retire();
  await Promise.all(names.map((name) => steps.run(name)));
  for (const stage of ["receivers", "senders", undefined] as const) {
    const staged = plan.components.filter(({ workload }) => workload.reload?.stage === stage);
    await Promise.all(staged.map(({ name }) => steps.settle(name)));
  }
  await steps.prune();
}

/** Changes a file by hand, behind watchkeeper's back. */
export async function edit(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, "utf8")));
}
