import type { SourceFile } from "../../files.ts";
import { type Finding, isError } from "../../finding.ts";
import { ignores, isIgnored } from "../../yaml/ignores.ts";
import { judge, type Standard } from "../judge.ts";
import type { KindOptions } from "../kind.ts";
import { listOf, objectOf, objectsOf, textsOf, type Values } from "../rule.ts";
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
  return [
    ...all(textsOf(file.rule_files)).flatMap((each) => findingsOf(each, rulesStandard, options)),
    ...all(textsOf(file.scrape_config_files)).flatMap((each) => scrapeFileFindings(each, options)),
    ...all(targetFilesOf(file)).flatMap((each) => findingsOf(each, targetsStandard, options)),
  ];
}

const targetFilesOf = (file: Values): string[] =>
  [...objectsOf(file.scrape_configs), ...objectsOf(objectOf(file.alerting)?.alertmanagers)]
    .flatMap((owner) => objectsOf(owner.file_sd_configs))
    .flatMap(({ files }) => textsOf(listOf(files)));

function findingsOf(
  file: SourceFile,
  standard: Standard,
  options: KindOptions,
  more: (source: Source) => Finding[] = () => [],
): Finding[] {
  const source = new Source(file);
  const silenced = ignores(source);
  const judged = source.findings.some(isError)
    ? []
    : [...judge(source, standard, { versions: options.versions }).findings, ...more(source)];
  return [...source.findings, ...judged].filter((finding) => !isIgnored(finding, silenced));
}

/** Such a file is judged as the scrape jobs of prometheus.yml are, and may hold nothing else. Source: ScrapeConfigs, config/config.go. */
const scrapeFileFindings = (file: SourceFile, options: KindOptions): Finding[] =>
  findingsOf(file, prometheusStandard, options, (source) =>
    [...source.keys()]
      .filter((key) => key !== "scrape_configs")
      .map((key) => ({
        ...source.placeOf(source.documents[0] ?? 0, key, "key"),
        severity: "error",
        check: "prometheus/scrape-file",
        message: `"${key}" cannot stand in a file of scrape_config_files: only scrape_configs can`,
      })),
  );
