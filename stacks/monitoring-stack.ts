import { Annotations, DataResource, TerraformLocal, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type Destination, placeOf } from "../host/deploy/plan.ts";
import type { Prepared } from "../host/deploy/prepare.ts";
import { type Finding, isError } from "../lib/finding.ts";
import { addDocker, requireDocker } from "./docker.ts";
import { addClaimed, type Parts } from "./graph.ts";
import { addNative } from "./native.ts";
import { refusal } from "./refusal.ts";
import { localExec } from "./step.ts";

/**
 * One environment as a Terraform stack: judge -> publish -> run -> reload. A refused environment is a stack whose root
 * resource has a precondition that fails: its plan tells why, nothing changes, and it can still be destroyed.
 */
export class MonitoringStack extends TerraformStack {
  constructor(scope: Construct, root: string, prepared: Prepared) {
    super(scope, prepared.name);
    const { name: environment, destination, plan } = prepared;
    if (destination?.kind === "docker") requireDocker(this, destination);
    if (plan?.backend !== undefined) this.addOverride("terraform.backend", plan.backend);
    const claim = this.addClaim(root, prepared);
    for (const finding of prepared.findings.filter(isOfDeploy)) Annotations.of(this).addWarning(refusal([finding]));
    if (plan === undefined) return;
    const claimed = addClaimed(this, { root, environment, claim }, plan);
    const parts: Parts = { root, environment, claim, claimed };
    if (plan.destination.kind === "docker") addDocker(this, parts, plan, prepared.orphans);
    else addNative(this, parts, plan);
  }

  /**
   * The constant root: its id is the owner of all that is made, and its destruction takes all of it away. It does nothing
   * when it is created, so it is in the state before the target knows of it: a deploy that was killed is still the owner, and
   * Terraform skips the destroy provisioners of a resource whose creation failed.
   */
  private addClaim(root: string, { destination, findings }: Prepared): DataResource {
    const errors = findings.filter(isError);
    // A condition must refer to something, or Terraform takes it for a mistake.
    const accepted = new TerraformLocal(this, "accepted", errors.length === 0);
    return new DataResource(this, "claim", {
      ...(destination === undefined ? {} : whereItRuns(destination)),
      provisioners: [
        localExec(root, ["release"], {
          when: "destroy",
          environment: {
            WATCHKEEPER_OWNER: "${self.id}",
            WATCHKEEPER_DESTINATION: "${jsonencode(self.output)}",
            // As environment.yml says now: the output is of the last deploy.
            ...(destination === undefined ? {} : { WATCHKEEPER_DATA: destination.data }),
          },
        }),
      ],
      ...(errors.length === 0
        ? {}
        : { lifecycle: { precondition: [{ condition: accepted.asString, errorMessage: refusal(errors) }] } }),
    });
  }
}

/** A warning that `check` cannot give: it is about what is deployed now. cdktf prints it. */
const isOfDeploy = ({ severity, check }: Finding): boolean => severity === "warning" && check.startsWith("deploy/");

/** A stack that moves (another target, engine, folder or name) is taken away where it was before it is made where it will be. */
const whereItRuns = (destination: Destination) => ({
  input: { ...destination },
  triggersReplace: placeOf(destination),
});
