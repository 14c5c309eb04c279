export type { Located, YamlDocument } from "./document.ts";
export { ignores, isIgnored } from "./ignores.ts";
export { type ParsedYaml, parseYaml } from "./parse.ts";
export { namesOf, pointer, valueAt } from "./pointer.ts";
