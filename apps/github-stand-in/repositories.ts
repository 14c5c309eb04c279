/** The repositories that the stand-in knows, in small letters: GitHub takes names in any. */
export const REPOSITORIES = [
  "prometheus/prometheus",
  "prometheus/alertmanager",
  "prometheus/node_exporter",
  "grafana/grafana",
  "nodejs/node",
] as const;
