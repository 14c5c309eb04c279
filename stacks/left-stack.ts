import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type App, Manifest, TerraformStack } from "cdktf";

/**
 * An environment that a command is not about. What was synthesized of it stays as it is, byte for byte, since another command may
 * be at work with it; cdktf would remove the folder of a stack that its app does not name.
 */
export class LeftStack extends TerraformStack {
  constructor(scope: App, name: string) {
    super(scope, name);
    this.synthesizer = { synthesize: ({ manifest }) => void manifest.forStack(this) };
  }
}

/** Whether cdktf, which reads the files of all stacks of its app, can read this one's. */
export function isSynthesized({ outdir }: App, name: string): boolean {
  const file = join(outdir, Manifest.stacksFolder, name, "cdk.tf.json");
  if (!existsSync(file)) return false;
  try {
    JSON.parse(readFileSync(file, "utf8"));
    return true;
  } catch {
    // Of a synth that was killed, or is at work.
    return false;
  }
}
