/** The names that a JSON pointer (RFC 6901) is made of, decoded. */
export const namesOf = (pointer: string): string[] =>
  pointer === ""
    ? []
    : pointer
        .slice(1)
        .split("/")
        .map((name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));

/** A JSON pointer from names: `pointer("groups", 0, "a/b")` is `/groups/0/a~1b`. */
export const pointer = (...names: readonly (string | number)[]): string =>
  names.map((name) => `/${String(name).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");

/** The value that a pointer leads to; undefined if it leads nowhere. */
export function valueAt(value: unknown, path: string): unknown {
  let current = value;
  for (const name of namesOf(path)) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, name)) return undefined;
    current = (current as Record<string, unknown>)[name];
  }
  return current;
}
