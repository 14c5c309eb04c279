/** What stands on cdktf's command line behind its command, as host/cdktf-environment.cjs keeps it: cdktf does not tell its app. */
export const CDKTF_WORDS = "WATCHKEEPER_CDKTF_WORDS";

/** cdktf takes stacks by patterns, too. */
const PATTERN = /[*?[\]{}!()|]/;

/**
 * Those of the environments that a cdktf command is about: the ones its words name, and all where they name none or hold a pattern.
 * A word too many, such as the value of a flag, only prepares one more than is needed.
 */
export function askedFor(names: readonly string[], words = process.env[CDKTF_WORDS] ?? ""): readonly string[] {
  const said = words.split(" ");
  const named = names.filter((name) => said.includes(name));
  return named.length === 0 || PATTERN.test(words) ? names : named;
}
