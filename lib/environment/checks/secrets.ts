import type { Finding } from "../../finding.ts";
import { didYouMean } from "../../schema/index.ts";
import { type Located, pointer } from "../../yaml/index.ts";
import type { Environment } from "../environment.ts";
import { wantedSecrets } from "../secrets.ts";
import { finding } from "./check.ts";

/** Secrets that nothing reads. Only of an environment without errors: they are asked of its components. */
export function checkUnusedSecrets(environment: Environment, located: Located): Finding[] {
  const wanted = wantedSecrets(environment);
  return Object.keys(environment.secrets)
    .filter((name) => !wanted.has(name))
    .map((name) => {
      const message = `nothing uses the secret "${name}"${didYouMean(name, wanted)}`;
      const place = located.place(pointer("secrets", name), "key");
      return finding("secret", place, message, { severity: "warning", help: `it is read by $(secret:${name})` });
    });
}
