import { SCALAR_STYLE, type ScalarEvent } from "js-yaml";

/** What js-yaml, which reads YAML 1.2, takes and Go's scanner does not (scannerc.go of yaml.v2 and yaml.v3). */

/** Source: yaml_parser_scan_anchor, and is_alpha in yamlprivateh.go. */
export const anchorFault = (name: string): string | undefined =>
  /^[\w-]+$/.test(name) ? undefined : `the anchor &${name} may have letters, digits, - and _ only`;

/** What is wrong with a scalar of this text, which stands between brackets (`inFlow`) or not. */
export function scalarFault(text: string, event: ScalarEvent, source: string, inFlow: boolean): string | undefined {
  if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && !event.fast) {
    const fault = escapeFault(source.slice(event.valueStart, event.valueEnd));
    if (fault !== undefined) return fault;
  }
  if (!inFlow) return undefined;
  COLON_BELOW.lastIndex = event.valueEnd;
  if (COLON_BELOW.test(source)) return `the colon of the key "${text}" must stand on the key's line`;
  return event.style === SCALAR_STYLE.PLAIN ? plainFault(text, source, event.valueEnd) : undefined;
}

/** Source: yaml_parser_scan_flow_scalar. */
function escapeFault(written: string): string | undefined {
  for (const [code] of written.matchAll(/\\(?:x..|u.{4}|U.{8}|.)/gs)) {
    if (code === "\\/") return "between double quotes `\\/` is no escape that Go's YAML knows: write `/`";
    const codePoint = Number.parseInt(code.slice(2), 16);
    if (code.length > 2 && ((codePoint >= 0xd800 && codePoint <= 0xdfff) || codePoint > 0x10ffff))
      return `${code} is no character of Unicode`;
  }
  return undefined;
}

const COLON_BELOW = /["']?[ \t]*(?:(?:#[^\r\n]*)?[\r\n][ \t]*)+:/y;

/** Source: yaml_parser_fetch_next_token and yaml_parser_scan_plain_scalar, where they ask for the flow level. */
function plainFault(text: string, source: string, end: number): string | undefined {
  if (text.includes("?"))
    return `"${text}" holds a question mark: between brackets Go's YAML takes it for the start of a key. Put it in quotes`;
  if (text.startsWith(":"))
    return `"${text}" starts with a colon: between brackets Go's YAML takes it for the end of a key. Put it in quotes`;
  if (text !== "" && source[end] === ":" && /\S/.test(source[end + 1] ?? " "))
    return `"${text}:" needs a space behind its colon: between brackets Go's YAML takes it for a text`;
  return undefined;
}
