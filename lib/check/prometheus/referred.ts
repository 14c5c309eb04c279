import type { SourceFile } from "../../files.ts";
import { type Finding, isError } from "../../finding.ts";
import { ignores, isIgnored } from "../../yaml/ignores.ts";
import { type Judged, type JudgeOptions, judge, type Standard } from "../judge.ts";
import type { KindOptions } from "../kind.ts";
import { listOf, objectOf, objectsOf, textOf, textsOf, type Values } from "../rule.ts";
import { rulesStandard } from "../rules/index.ts";
import { Source } from "../source.ts";
import { targetsSchema } from "./schema/targets.ts";
import { prometheusStandard } from "./standard.ts";
import targetsValidator from "./targets.validator.ts";

const targetsStandard: Standard = {
  kind: "prometheus",
  schema: targetsSchema,
  validator: targetsValidator,
  dialect: 2,
  rules: [],
};

/** Findings of the files that a prometheus.yml names, as `promtool check config` reads them too; none when the disk cannot be asked. */
export function referredFindings(file: Values, options: KindOptions): Finding[] {
  const { read } = options;
  if (read === undefined) return [];
  const all = (patterns: readonly string[]): SourceFile[] => patterns.flatMap((pattern) => read(pattern));
  const main: Main = { global: file.global, owners: new Map(jobNamesOf(file).map((name) => [name, "the main file"])) };
  return [
    ...all(textsOf(file.rule_files)).flatMap((each) => findingsOf(each, rulesStandard, { versions: options.versions })),
    ...all(textsOf(file.scrape_config_files)).flatMap((each) => scrapeFileFindings(each, options, main)),
    ...targetFindings(file, options),
  ];
}

/** What files of scrape_config_files must know of the main one. */
interface Main {
  readonly global: unknown;
  /** The file of each scrape job, by the job's name. */
  readonly owners: Map<string, string>;
}

const targetFindings = (file: Values, options: KindOptions): Finding[] =>
  targetFilesOf(file)
    .flatMap((pattern) => options.read?.(pattern) ?? [])
    .flatMap((each) => findingsOf(each, targetsStandard, { versions: options.versions }));

const jobsOf = (value: unknown): Values[] => objectsOf(objectOf(value)?.scrape_configs);
const jobNamesOf = (value: unknown): string[] => jobsOf(value).map((job) => textOf(job.job_name));

const targetFilesOf = (file: Values): string[] =>
  [...objectsOf(file.scrape_configs), ...objectsOf(objectOf(file.alerting)?.alertmanagers)]
    .flatMap((owner) => objectsOf(owner.file_sd_configs))
    .flatMap(({ files }) => textsOf(listOf(files)));

function findingsOf(
  file: SourceFile,
  standard: Standard,
  options: JudgeOptions,
  more: (source: Source, judged: Judged) => readonly Finding[] = () => [],
): Finding[] {
  const source = new Source(file);
  const silenced = ignores(source);
  const findings = [...source.findings];
  if (!findings.some(isError)) {
    const judged = judge(source, standard, options);
    findings.push(...judged.findings, ...more(source, judged));
  }
  return findings.filter((finding) => !isIgnored(finding, silenced));
}

/**
 * Such a file is judged as the scrape jobs of prometheus.yml are, under its global options, and may hold nothing else; its
 * relative paths start at its own folder. Source: ScrapeConfigs and Config.GetScrapeConfigs, config/config.go.
 */
function scrapeFileFindings(file: SourceFile, { versions, diskAt }: KindOptions, main: Main): Finding[] {
  const options = { versions, ...diskAt?.(file.path), inherited: { global: main.global } };
  return findingsOf(file, prometheusStandard, options, (source, judged) => [
    ...strangeKeys(source),
    ...repeatedJobs(judged, file.path, main.owners),
    ...targetFindings(objectOf(judged.value) ?? {}, options),
  ]);
}

const strangeKeys = (source: Source): Finding[] =>
  [...source.keys()]
    .filter((key) => key !== "scrape_configs")
    .map((key) => ({
      ...source.placeOf(source.documents[0] ?? 0, key, "key"),
      severity: "error",
      check: "prometheus/scrape-file",
      message: `"${key}" cannot stand in a file of scrape_config_files: only scrape_configs can`,
    }));

/** Jobs whose name a file before this one has; `owners` holds that file by the job's name, and learns the names of this one. */
function repeatedJobs({ value, placeOf }: Judged, path: string, owners: Map<string, string>): Finding[] {
  const repeated = jobsOf(value).flatMap((job): Finding[] => {
    const name = textOf(job.job_name);
    const owner = owners.get(name);
    if (name === "" || owner === undefined) return [];
    const message =
      owner === path
        ? `scrape_config_files names this file a second time, and with it the scrape job "${name}"`
        : `a scrape job of the name "${name}" is there already, in ${owner}`;
    return [{ ...placeOf(job, "job_name"), severity: "error", check: "prometheus/job-name", message }];
  });
  for (const name of jobNamesOf(value)) owners.set(name, path);
  return repeated;
}
