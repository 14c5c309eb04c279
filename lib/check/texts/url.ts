/** Percent signs must start two hexadecimal digits. */
const BAD_ESCAPE = /%(?![0-9a-fA-F]{2})/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const CONTROL = /[\x00-\x1f\x7f]/;
const SCHEME = /^([a-zA-Z][a-zA-Z0-9+.-]*):/;
const USER_INFO = /^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/;
/** ASCII characters that a host may hold unescaped. */
const HOST = /^[A-Za-z0-9\-._~!$&'()*+,;=:[\]<>"\u0080-\u{10ffff}]*$/u;
const PORT = /^(?::\d*)?$/;

/**
 * Why Go's url.Parse refuses a URL; undefined when it takes it. It takes much: relative references, an empty text,
 * `localhost:9090` (a scheme named localhost). `oneColon`: as Go 1.26 does, refuse a second colon in the host of an http address.
 * Source: https://pkg.go.dev/net/url#Parse and RFC 3986.
 */
export function urlFault(text: string, oneColon = false): string | undefined {
  const [withoutFragment = "", fragment = ""] = cut(text, "#");
  if (CONTROL.test(withoutFragment)) return "it holds a control character";
  if (BAD_ESCAPE.test(fragment)) return "a % must be followed by two hexadecimal digits";
  if (withoutFragment.startsWith(":")) return "the scheme is missing before the colon";
  const scheme = SCHEME.exec(withoutFragment)?.[1];
  const [rest = ""] = cut(scheme === undefined ? withoutFragment : withoutFragment.slice(scheme.length + 1), "?");
  if (!rest.startsWith("/")) return scheme === undefined ? relativeFault(rest) : undefined;
  if (!rest.startsWith("//") || (scheme === undefined && rest.startsWith("///"))) return pathFault(rest);
  const authority = rest.slice(2).split("/", 1)[0] ?? "";
  const isHttp = /^https?$/i.test(scheme ?? "");
  return authorityFault(authority, oneColon && isHttp) ?? pathFault(rest.slice(2 + authority.length));
}

export interface Url {
  readonly scheme: string;
  readonly host: string;
}

/** Scheme and host of a URL that urlFault() finds no fault with. */
export function schemeAndHost(text: string): Url {
  const match = /^([a-zA-Z][a-zA-Z0-9+.-]*):(?:\/\/([^/?#]*))?/.exec(text);
  return { scheme: match?.[1]?.toLowerCase() ?? "", host: (match?.[2] ?? "").replace(/^.*@/, "") };
}

const cut = (text: string, separator: string): string[] => {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
};

const pathFault = (path: string): string | undefined =>
  BAD_ESCAPE.test(path) ? "a % must be followed by two hexadecimal digits" : undefined;

function relativeFault(rest: string): string | undefined {
  if (rest.split("/", 1)[0]?.includes(":"))
    return "it starts with something that is no scheme; write http:// before it";
  return pathFault(rest);
}

function authorityFault(authority: string, oneColon: boolean): string | undefined {
  const at = authority.lastIndexOf("@");
  const user = at < 0 ? "" : authority.slice(0, at);
  if (!USER_INFO.test(user) || BAD_ESCAPE.test(user))
    return "the user name or password holds a character that must be escaped";
  const host = authority.slice(at + 1);
  if (!HOST.test(host.replaceAll(/%[0-9a-fA-F]{2}/g, "")))
    return `the host "${host}" holds a character that no host has`;
  if (/%(?!25|[89a-fA-F][0-9a-fA-F])/.test(host.replace(/^\[.*\]/, ""))) return "a % does not belong into a host";
  return portFault(host, oneColon);
}

function portFault(host: string, oneColon: boolean): string | undefined {
  if (!host.startsWith("[")) {
    const colon = oneColon ? host.indexOf(":") : host.lastIndexOf(":");
    return colon < 0 || PORT.test(host.slice(colon)) ? undefined : `the port "${host.slice(colon + 1)}" is no number`;
  }
  const end = host.lastIndexOf("]");
  if (end < 0) return "the ] of an IPv6 address is missing";
  return PORT.test(host.slice(end + 1)) ? undefined : `the port "${host.slice(end + 1)}" is no number`;
}
