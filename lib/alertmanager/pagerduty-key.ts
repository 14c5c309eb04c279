/** Events API v1 gives out 32 hexadecimal digits, v2 also other letters. Source: PagerDuty's "Events API v2 overview", routing_key. */
const KEY = /^[A-Za-z0-9]{32}$/;
/** What people write where a key belongs: <your-key>, ${KEY}, YOUR_KEY, changeme. */
const PLACEHOLDER =
  /^(?:[<[{$%]|(?:change|replace|insert|todo|fixme|placeholder|redacted|secret|dummy|example))|your|\bmy[-_ ]|change_?me|example|placeholder|todo/i;
/** Random keys of 32 characters have some 13 different hexadecimal digits; fewer than 5 are filled in by hand: xxxx, 0000. */
const FEWEST_CHARACTERS = 5;

/** What Ansible Vault makes of a secret. Source: Ansible's documentation, "Format of files encrypted with Ansible Vault". */
const ENCRYPTED = /^\$ANSIBLE_VAULT;/;

/** What shows that a text is no integration key of PagerDuty's (requirements T14); undefined when nothing does. */
export function keyFault(text: string): "encrypted" | "placeholder" | "malformed" | undefined {
  const key = text.trim();
  if (ENCRYPTED.test(key)) return "encrypted";
  if (key !== "" && (PLACEHOLDER.test(key) || new Set(key).size < Math.min(FEWEST_CHARACTERS, key.length)))
    return "placeholder";
  return KEY.test(text) ? undefined : "malformed";
}
