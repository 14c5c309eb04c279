import { keyFault } from "../alertmanager/pagerduty-key.ts";
import { componentOf } from "../components/index.ts";
import { secretsIn } from "../render/placeholders.ts";
import { dockerSite } from "../targets/docker.ts";
import type { Environment, SecretSource } from "./environment.ts";

/** Names of all secrets that something of an environment reads, also without being told to, as Grafana its password. */
export function wantedSecrets(environment: Environment): ReadonlySet<string> {
  const site = dockerSite(environment, () => "0.0.0");
  return new Set(
    environment.components.flatMap((self) => {
      const workload = componentOf(self.component).workload?.({ environment, self, settings: self.settings, site });
      return [...(workload?.secrets ?? []), ...secretsIn(self.settings)];
    }),
  );
}

/** Where each secret comes from: those that are declared, and those that are wanted without, which lie in `secrets/`. */
export function secretSources(environment: Environment): ReadonlyMap<string, SecretSource> {
  const wanted = [...wantedSecrets(environment)].map((name) => [name, { file: `secrets/${name}` }] as const);
  return new Map<string, SecretSource>([...wanted, ...Object.entries(environment.secrets)]);
}

/** Settings of Alertmanager's that hold the path of a PagerDuty key: Events API v2, and v1. */
const KEY_FILES = new Set(["routing_key_file", "service_key_file"]);
const WHOLE_SECRET = /^\$\(secret:([^):]+)\)$/;

/** Names of the secrets that an environment gives to PagerDuty as keys. */
export function pagerdutyKeys(environment: Environment): ReadonlySet<string> {
  return new Set(environment.components.flatMap(({ settings }) => keysIn(settings)));
}

function keysIn(value: unknown): string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => {
    const secret = KEY_FILES.has(name) && typeof part === "string" ? WHOLE_SECRET.exec(part)?.[1] : undefined;
    return secret === undefined ? keysIn(part) : [secret];
  });
}

/** What shows that the text of a secret is no integration key of PagerDuty's, without the text itself; undefined when nothing does. */
export function pagerdutyKeyProblem(text: string): string | undefined {
  const key = text.trim();
  const fault = keyFault(key);
  if (fault === "placeholder" || key === "") return "still holds a placeholder instead of PagerDuty's key";
  if (fault === undefined) return undefined;
  if (fault === "encrypted") return "is encrypted by Ansible Vault, and nothing decrypts it here";
  return key.length === 32
    ? "is no key of PagerDuty's: it holds other characters than letters and digits"
    : `is no key of PagerDuty's: those have 32 letters and digits, and this has ${key.length} characters`;
}
