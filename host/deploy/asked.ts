/** What stands on cdktf's command line behind its command, as host/cdktf-environment.cjs keeps it: cdktf does not tell its app. */
const CDKTF_WORDS = "WATCHKEEPER_CDKTF_WORDS";

const wordsOfCdktf = (): string => process.env[CDKTF_WORDS] ?? "";

/** cdktf takes stacks by patterns, too. */
const PATTERN = /[*?[\]{}!()|]/;

/** The first word that names none of the environments and can be nothing else than a name: behind a flag it may be the flag's value. */
export function unknownIn(names: readonly string[], words = wordsOfCdktf()): string | undefined {
  const said = words.split(" ").filter((word) => word !== "");
  const flags = said.findIndex((word) => word.startsWith("-"));
  return said.slice(0, flags < 0 ? said.length : flags).find((word) => !PATTERN.test(word) && !names.includes(word));
}

/**
 * Those of the environments that a cdktf command is about: the ones its words name, and all where they name none or hold a pattern.
 * A word too many, such as the value of a flag, only prepares one more than is needed.
 */
export function askedFor(names: readonly string[], words = wordsOfCdktf()): readonly string[] {
  const said = words.split(" ");
  const named = names.filter((name) => said.includes(name));
  return named.length === 0 || PATTERN.test(words) ? names : named;
}
