import { httpClientRules, RESERVED } from "../../prometheus/rules/http-client.ts";
import type { Rule } from "../../rule.ts";

const reservedHeader: Rule = {
  name: "alertmanager/reserved-header",
  on: "http-headers",
  says: "http_headers with a header that the client itself sets.",
  source: "Headers.Validate, prometheus/common config/headers.go",
  check: (value, say) => {
    for (const name of Object.keys(value).filter((header) => RESERVED.has(header.toLowerCase())))
      say(name, `the header "${name}" is set by the client itself`, undefined, { part: "key" });
  },
};

/** Both programs share their HTTP client, so the rules are the same under another name. */
export const clientRules: readonly Rule[] = httpClientRules.map((rule) =>
  rule.on === "http-headers" ? reservedHeader : { ...rule, name: rule.name.replace(/^prometheus\//, "alertmanager/") },
);
