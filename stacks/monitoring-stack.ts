import { DataResource, TerraformLocal, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import type { Prepared } from "../host/deploy/prepare.ts";
import { isError } from "../lib/finding.ts";
import { addDocker, requireDocker } from "./docker.ts";
import type { Parts } from "./graph.ts";
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
    const claim = this.addClaim(root, prepared);
    if (plan === undefined) return;
    const parts: Parts = { root, environment, claim };
    if (plan.destination.kind === "docker") addDocker(this, parts, plan, prepared.orphans);
    else addNative(this, parts, plan);
  }

  /** The constant root: its id is the owner of all that is made, and its destruction takes all of it away. */
  private addClaim(root: string, { name, destination, findings }: Prepared): DataResource {
    const errors = findings.filter(isError);
    // A condition must refer to something, or Terraform takes it for a mistake.
    const accepted = new TerraformLocal(this, "accepted", errors.length === 0);
    const owner = { WATCHKEEPER_OWNER: "${self.id}" };
    return new DataResource(this, "claim", {
      ...(destination === undefined ? {} : { input: { ...destination } }),
      provisioners: [
        localExec(root, ["claim", name], { environment: owner }),
        localExec(root, ["release"], {
          when: "destroy",
          environment: { ...owner, WATCHKEEPER_DESTINATION: "${jsonencode(self.output)}" },
        }),
      ],
      ...(errors.length === 0
        ? {}
        : { lifecycle: { precondition: [{ condition: accepted.asString, errorMessage: refusal(errors) }] } }),
    });
  }
}
