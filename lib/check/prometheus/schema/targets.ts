import type { JsonSchema } from "../../json-schema.ts";
import { list, ref } from "../../schema-words.ts";
import { targetGroup } from "./discovery.ts";

/** A file for file_sd_configs, YAML or JSON. Source: targetgroup.Group, discovery/targetgroup. */
export const targetsSchema: JsonSchema = {
  ...list(ref("target_group"), "Target groups."),
  $defs: { target_group: targetGroup },
};
