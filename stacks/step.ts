import { DataResource, type ITerraformDependable, type LocalExecProvisioner } from "cdktf";
import type { Construct } from "constructs";

/** What makes Terraform take a step again: any change of these values. No secret stands in them. */
export type Triggers = Readonly<Record<string, string>>;

export interface StepProps {
  readonly root: string;
  readonly environment: string;
  /** A stack that is claimed anew, at another place, is made anew. */
  readonly claim: DataResource;
  /** A word of `scripts/step.mjs`, and for most the name of a component. */
  readonly command: readonly string[];
  readonly triggers: Triggers;
  /** The step's own variables. */
  readonly variables?: Readonly<Record<string, string>>;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** One step of a deploy: a `terraform_data` whose provisioner does the work. Only creates: Terraform skips destroy provisioners of what leaves the configuration. */
export const step = (scope: Construct, id: string, props: StepProps): DataResource =>
  new DataResource(scope, id, {
    triggersReplace: { ...props.triggers, claim: props.claim.id },
    dependsOn: [props.claim, ...props.dependsOn],
    provisioners: [
      localExec(
        props.root,
        [...props.command.slice(0, 1), props.environment, ...props.command.slice(1)],
        props.variables === undefined ? {} : { environment: { ...props.variables } },
      ),
    ],
  });

/** The checkout's path is said here, where it never enters the state. */
export const localExec = (
  root: string,
  words: readonly string[],
  more: Partial<LocalExecProvisioner> = {},
): LocalExecProvisioner => ({
  type: "local-exec",
  command: ["node", "scripts/step.mjs", ...words].join(" "),
  workingDir: root,
  ...more,
});
