// What a running program exposes, a line for each metric: name, type, labels. Values are left out.
//   node test/corpus/metrics/record.mjs http://127.0.0.1:9090/metrics > test/corpus/metrics/prometheus-2.42.0.txt
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+/;
const LABEL = /([a-zA-Z_]\w*)="(?:[^"\\]|\\.)*"/g;

const text = await (await fetch(process.argv[2])).text();
const metrics = new Map();
for (const line of text.split("\n")) {
  const [, name, type] = /^# TYPE (\S+) (\S+)/.exec(line) ?? [];
  if (name !== undefined) metrics.set(name, { type, labels: new Set() });
  const [, series, labels = ""] = SAMPLE.exec(line) ?? [];
  const metric = metrics.get(series) ?? metrics.get(series?.replace(/_(bucket|sum|count)$/, ""));
  for (const [, label] of labels.matchAll(LABEL)) if (label !== "le" && label !== "quantile") metric?.labels.add(label);
}
for (const [name, { type, labels }] of [...metrics].sort()) console.log([name, type, [...labels].sort().join(",")].join(" ").trim());
