/** The folder that a line exports from, by which lines are sorted; undefined for other lines. */
const folderOf = (line: string): string | undefined => / from "\.\/([^/"]+)\//.exec(line)?.[1];

/** The text of a module of sorted exports, one folder a line, with one more in its place. */
export function withLine(text: string, line: string): string {
  const lines = text.trimEnd().split("\n");
  const wanted = folderOf(line) ?? "";
  const after = lines.findIndex((other) => (folderOf(other) ?? "") > wanted);
  return `${lines.toSpliced(after < 0 ? lines.length : after, 0, line).join("\n")}\n`;
}

/** A folder's name as an exported one: `redis-exporter` -> redisExporter, `shop-2` -> shop_2. Different names stay different. */
export const exportName = (name: string): string =>
  name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()).replaceAll("-", "_");
