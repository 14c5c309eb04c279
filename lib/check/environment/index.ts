import { checkEnvironmentFile } from "../../environment/load.ts";
import { environmentSchema } from "../../environment/schema.ts";
import type { Kind } from "../kind.ts";

/** environment.yml, of which the host reads the folder too where it can. */
export const environment: Kind = {
  name: "environment",
  title: "an environment of watchkeeper",
  keys: Object.keys(environmentSchema.properties ?? {}),
  detects: (keys) => keys.has("paging") || (keys.has("version") && keys.has("components")),
  check: ({ file }) => checkEnvironmentFile(file),
};
