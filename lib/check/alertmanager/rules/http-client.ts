import { httpClientRules } from "../../prometheus/rules/http-client.ts";
import type { Rule } from "../../rule.ts";

/** Both programs share their HTTP client, so the rules are the same under another name. */
export const clientRules: readonly Rule[] = httpClientRules.map((rule) => ({
  ...rule,
  name: rule.name.replace(/^prometheus\//, "alertmanager/"),
}));
