import { seriesIn } from "./parse.ts";

/** `node_exporter_build_info{version="1.5.0"}`, `cadvisor_version_info{cadvisorVersion="v0.53.0"}`, `rabbitmq_build_info{rabbitmq_version="3.10.8"}`. */
const INFO = /_(build|version)_info$/;

/** The version that a program says of itself in its metrics, as `2.42.0`; undefined when it says none. */
export function versionIn(exposition: string): string | undefined {
  for (const line of exposition.split("\n")) {
    const series = seriesIn(line);
    if (series === undefined || !INFO.test(series.name)) continue;
    const [program = ""] = series.name.split("_");
    const names = ["version", `${program}Version`, `${program}_version`];
    const [version] = names.flatMap((name) => /\d+\.\d+\.\d+/.exec(series.labels.get(name) ?? "")?.[0] ?? []);
    if (version !== undefined) return version;
  }
  return undefined;
}
