import { dirname } from "node:path";
import { environment } from "../../lib/check/environment/index.ts";
import { check, KINDS, type KindName } from "../../lib/check/index.ts";
import { byPlace, type Finding, isError } from "../../lib/finding.ts";
import { FORMATS, formatFindings, type ReportFormat } from "../../lib/report/index.ts";
import { readArguments } from "../arguments.ts";
import { checkEnvironments } from "../check-environments.ts";
import { readFiles, readMatching, STANDARD_INPUT, textAt } from "../check-files.ts";
import { EnvironmentsAround } from "../environments-around.ts";
import { glob } from "../glob.ts";
import { wantsColor } from "../report.ts";

const KIND_NAMES = KINDS.map(({ name }) => name);

const USAGE = {
  command: "npx zx scripts/check.mjs [FILE…]",
  about: `Finds what is wrong with a monitoring configuration before it is deployed. FILE is a file, a folder, the name of an environment, or -
for standard input; with none, every environment of configs/ is checked.
It ends with 0 where nothing is an error, 1 where something is, 2 when it is misused. docs/check.md describes all that it finds.`,
  flags: {
    format: { oneOf: FORMATS, about: "text for people, which is the default, json, or annotations of a pull request" },
    kind: {
      value: "KIND",
      oneOf: KIND_NAMES,
      about: `what the files are, where their keys do not tell: ${KIND_NAMES.join(", ")}`,
    },
    prometheus: { value: "VERSION", about: "the Prometheus that is to load them" },
    alertmanager: { value: "VERSION", about: "the Alertmanager that is to load them" },
  },
} as const;

interface Request {
  readonly format: ReportFormat;
  readonly kind: KindName | undefined;
  readonly versions: { readonly prometheus?: string; readonly alertmanager?: string };
  readonly paths: readonly string[];
}

/** What is found, and the texts to show it in. */
export interface Checked {
  readonly findings: readonly Finding[];
  readonly source: (file: string) => string | undefined;
}

/** `check [FILE…]`: findings of these files, or of every environment. Returns 0 when none is an error, else 1; misuse throws with 2. */
export async function main(args: readonly string[]): Promise<number> {
  const request = read(args);
  const { findings, source } = request.paths.length > 0 ? await checkFiles(request) : await checkEnvironments();
  const sorted = [...findings].sort(byPlace);
  process.stdout.write(formatFindings(sorted, request.format, { source, color: wantsColor(process.stdout) }));
  return sorted.some(isError) ? 1 : 0;
}

async function checkFiles({ paths, kind, versions }: Request): Promise<Checked> {
  const { files, findings } = readFiles(paths);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  const options = {
    kind,
    versions,
    glob: (path: string, pattern: string) => glob(folderOf(path), pattern),
    read: (path: string, pattern: string) => readMatching(folderOf(path), pattern),
  };
  const environments = kind === undefined || kind === environment.name ? new EnvironmentsAround() : undefined;
  const found = await Promise.all(
    files.map(async (file) => {
      const around = await environments?.of(file);
      if (around === undefined) return check([file], options);
      for (const [path, text] of around.sources) texts.set(path, text);
      return around.findings;
    }),
  );
  // A folder may hold files of other programs; only a file that was named must be of a kind we know.
  const wanted = found.flatMap((each, index) =>
    each.filter(({ check }) => !(files[index]?.isFromFolder && check === "check/kind")),
  );
  return { findings: unique([...findings, ...wanted]), source: (file) => texts.get(file) ?? textAt(file) };
}

/** A rule file may be named on the command line, and by a prometheus.yml that is named too. */
const unique = (findings: readonly Finding[]): Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

const folderOf = (path: string): string => (path === STANDARD_INPUT ? "." : dirname(path));

function read(args: readonly string[]): Request {
  const { values, positionals } = readArguments(args, USAGE);
  const { format = "text", kind, prometheus, alertmanager } = values;
  return {
    format,
    kind,
    versions: { ...(prometheus !== undefined && { prometheus }), ...(alertmanager !== undefined && { alertmanager }) },
    paths: positionals,
  };
}
