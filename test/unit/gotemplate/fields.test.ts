import { expect, test } from "vitest";
import { alertmanagerDialect, fieldsOf, parseTemplate, templatesUsedBy } from "../../../lib/gotemplate/index.ts";

const dialect = { ...alertmanagerDialect(), variables: ["$labels"] };
const read = (text: string) =>
  fieldsOf(parseTemplate(text, dialect)).map(
    ({ base, fields, isOuterDot }) => `${base} ${fields.join(".")}${isOuterDot ? "" : " (inner dot)"}`,
  );

test("every way to name a label is found", () => {
  expect(read('{{ .Labels.job }} {{ $labels.instance }} {{ $.CommonLabels.a }} {{ index .Labels "b-c" }}')).toEqual([
    ". Labels.job",
    "$labels instance",
    "$ CommonLabels.a",
    ". Labels.b-c",
  ]);
});

test("fields inside pipelines, arguments and parentheses are found", () => {
  expect(read("{{ printf `%s` (toUpper .Labels.a) | title }}{{ if eq .Status `firing` }}{{ .B }}{{ end }}")).toEqual([
    ". Labels.a",
    ". Status",
    ". B",
  ]);
});

test("the dot of range, with and define is another one, that of their else is not", () => {
  expect(
    read("{{ range .Alerts }}{{ .Labels.a }}{{ else }}{{ .B }}{{ end }}{{ define `x` }}{{ .C }}{{ end }}"),
  ).toEqual([". Alerts", ". Labels.a (inner dot)", ". B", ". C (inner dot)"]);
});

test("a field's place is that of the whole chain", () => {
  const text = "ab {{ $labels.job }}";
  const [use] = fieldsOf(parseTemplate(text, dialect));
  expect(text.slice(use?.start, use?.end)).toBe("$labels.job");
});

test("templates that are called are found wherever they stand", () => {
  const text =
    '{{ template "a" . }}{{ range .Alerts }}{{ template `b` . }}{{ end }}{{ define "c" }}{{ template "d" }}{{ end }}';
  expect(templatesUsedBy(parseTemplate(text, dialect)).map(({ name }) => name)).toEqual(["a", "b", "d"]);
});
