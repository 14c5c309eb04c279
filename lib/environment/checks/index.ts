import type { Finding } from "../../finding.ts";
import type { Environment } from "../environment.ts";
import { checkApps } from "./apps.ts";
import type { CheckContext, EnvironmentCheck } from "./check.ts";
import { checkDrills } from "./drills.ts";
import { checkNames } from "./names.ts";
import { checkPorts } from "./ports.ts";
import { checkReferences } from "./references.ts";

const CHECKS: readonly EnvironmentCheck[] = [checkNames, checkApps, checkPorts, checkReferences, checkDrills];

/** What a schema cannot say of an environment's own files. */
export const checkEnvironment = (environment: Environment, context: CheckContext): Finding[] =>
  CHECKS.flatMap((check) => check(environment, context));
