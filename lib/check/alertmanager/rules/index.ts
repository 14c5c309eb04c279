import type { Rule } from "../../rule.ts";
import { variableRule } from "../../variables.ts";
import { habitRules } from "./habits.ts";
import { clientRules } from "./http-client.ts";
import { inhibitionRules } from "./inhibit.ts";
import { matcherRules } from "./matchers.ts";
import { needRules } from "./needs.ts";
import { pagerdutyRules } from "./pagerduty.ts";
import { receiverRules } from "./receivers.ts";
import { routeRules } from "./routes.ts";
import { secretRules } from "./secrets.ts";
import { slackRules } from "./slack.ts";
import { templateFieldRule } from "./template-fields.ts";
import { templateRules } from "./templates.ts";

/** What stands where a key of PagerDuty belongs is told as a placeholder. */
const variables = variableRule("alertmanager", {
  program: "Alertmanager",
  except: ["routing_key", "service_key"],
  source: "Load, config/config.go: the file is read as it is",
});

export const alertmanagerRules: readonly Rule[] = [
  ...routeRules,
  ...receiverRules,
  ...needRules,
  ...secretRules,
  ...slackRules,
  ...clientRules,
  ...templateRules,
  templateFieldRule,
  ...pagerdutyRules,
  ...habitRules,
  ...matcherRules,
  variables,
  ...inhibitionRules,
];
