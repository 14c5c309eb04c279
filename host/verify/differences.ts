import { parseSize } from "../../lib/check/texts/size.ts";
import { parseDuration } from "../../lib/schema/index.ts";

/** Where a configuration that runs is not the one that was rendered. One side is undefined when only the other has it. */
export interface Difference {
  /** `scrape_configs[node_exporter].scrape_interval` */
  readonly path: string;
  readonly rendered: string | undefined;
  readonly running: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Lists that Prometheus fills in by itself where nothing is said. */
const DEFAULT_LISTS = new Set(["scrape_protocols"]);

/** Prometheus and Alertmanager show this instead of a secret. */
const HIDDEN = "<secret>";

/**
 * Differences between a configuration as it was rendered and as its program shows it: durations and sizes written its way,
 * paths absolute, defaults filled in, secrets hidden. Both sides are YAML read with texts for scalars. A list that only the
 * program has is a difference; a single value that only it has is taken for a default.
 */
export function differences(rendered: unknown, running: unknown, path = ""): readonly Difference[] {
  if (isEmpty(rendered) && isEmpty(running)) return [];
  if (isFields(rendered) && isFields(running)) return ofFields(rendered, running, path);
  if (Array.isArray(rendered) && Array.isArray(running)) return ofLists(rendered, running, path);
  if (typeof rendered === "string" && typeof running === "string" && isSameText(rendered, running)) return [];
  return [{ path, rendered: shown(rendered), running: shown(running) }];
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.keys(value).length === 0);

function ofFields(rendered: Fields, running: Fields, path: string): readonly Difference[] {
  const below = (key: string) => (path === "" ? key : `${path}.${key}`);
  const added = Object.keys(running).filter(
    (key) => !(key in rendered) && Array.isArray(running[key]) && !DEFAULT_LISTS.has(key),
  );
  return [...Object.keys(rendered), ...added].flatMap((key) => differences(rendered[key], running[key], below(key)));
}

/** By name where the items have one, else by position: one job more is one difference, and not one for each that follows. */
function ofLists(rendered: readonly unknown[], running: readonly unknown[], path: string): readonly Difference[] {
  const left = byName(rendered);
  const right = byName(running);
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((name) =>
    differences(left.get(name), right.get(name), `${path}[${name}]`),
  );
}

const byName = (items: readonly unknown[]): ReadonlyMap<string, unknown> =>
  new Map(items.map((item, index) => [nameOf(item) ?? String(index), item]));

function nameOf(item: unknown): string | undefined {
  if (!isFields(item)) return undefined;
  const name = item.job_name ?? item.name;
  return typeof name === "string" ? name : undefined;
}

function isSameText(rendered: string, running: string): boolean {
  if (rendered === running || running === HIDDEN) return true;
  // The folder of the configuration file is put before relative paths.
  if (running.startsWith("/") && running.endsWith(`/${rendered}`)) return true;
  return isSameNumber(rendered, running);
}

/** Whether two texts say the same duration, size or number: `90s` and `1m30s`, `10GB` and `10GiB`, `1e3` and `1000`. */
export function isSameNumber(a: string, b: string): boolean {
  return [parseDuration, parseSize, numberOf].some((read) => {
    const value = read(a);
    return value !== undefined && value === read(b);
  });
}

const numberOf = (text: string): number | undefined =>
  text.trim() === "" || Number.isNaN(Number(text)) ? undefined : Number(text);

function shown(value: unknown): string | undefined {
  if (isEmpty(value)) return undefined;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 100 ? `${text.slice(0, 99)}…` : text;
}

/** For a person: `global.scrape_interval is 30s and was rendered as 15s`. */
export function describe({ path, rendered, running }: Difference): string {
  if (rendered === undefined) return `${path} runs and was not rendered: ${running}`;
  if (running === undefined) return `${path} was rendered and does not run: ${rendered}`;
  return `${path} is ${running} and was rendered as ${rendered}`;
}
