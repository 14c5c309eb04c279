import { describe, expect, test } from "vitest";
import { alertmanagerDialect, parseTemplate, prometheusDialect } from "../../../lib/gotemplate/index.ts";

const dialect = prometheusDialect();

/** What is wrong, with the part of the text that the fault points at. */
const faultsOf = (text: string, of = dialect) =>
  parseTemplate(text, of).faults.map(({ start, end, message }) => `${message} at ${text.slice(start, end)}`);

describe("what Go's parser accepts", () => {
  test.each([
    "no template at all",
    "{{ $labels.job }} is at {{ $value | humanizePercentage }}",
    "{{- /* a comment */ -}} text",
    '{{ if eq .Labels.severity "critical" }}a{{ else if gt $value 1.5 }}b{{ else }}c{{ end }}',
    "{{ with .Labels.job }}{{ . }}{{ else with $labels.instance }}{{ . }}{{ end }}",
    '{{ range $index, $sample := query "up" }}{{ if $index }}{{ break }}{{ end }}{{ $sample.Value }}{{ end }}',
    "{{ range .Alerts.Firing -}} {{ .Labels.alertname }} {{- else }}none{{ end }}",
    '{{ define "a" }}{{ . }}{{ end }}{{ template "a" (printf `%s` .Labels.job) }}',
    '{{ block "b" . }}text{{ end }}',
    '{{ (query "up" | first).Value }}',
    "{{ $x := 1 }}{{ $x = 2 }}{{ $x }}",
    "{{ printf \"%c %d %v %v\" 'x' -0x1F 1_000 1.5e-3 }}",
    "{{ . | }}",
    "}} alone means nothing",
  ])("%s", (text) => {
    expect(faultsOf(text)).toEqual([]);
  });
});

describe("what Go's parser refuses, and where", () => {
  test.each([
    ["{{ $labels.job", "`{{` is not closed by `}}` at {{ $labels.job"],
    ["{{ $labels.job }", "unexpected `}` in a command at }"],
    ["{{ if .Labels.job }}x", "`if` has no `{{ end }}` at if"],
    ["x{{ end }}", "`end` has no `if`, `with` or `range` before it at end"],
    ["{{ if . }}{{ else }}{{ else }}{{ end }}", "`if` has two `else` at else"],
    ["{{ if . }}{{ else with . }}{{ end }}", "`else with` cannot follow `if` here at with"],
    ["{{ (index .Labels `a` }}", "a `(` is not closed at }}"],
    ["{{ index .Labels `a`) }}", "`)` without a `(` before it at )"],
    ['{{ "not closed }}', 'the string is not closed at "not closed }}'],
    ["{{ /* open }}", "unexpected `/` in an action at /"],
    ["{{/* open }}", "the comment is not closed at /* open }}"],
    ["{{ break }}", "`break` outside `range` at break"],
    ["{{ template name }}", "`template` needs the name of a template in quotes at name"],
    ["{{ 1.2.3 }}", "`1.2.3` is not a number at 1.2.3"],
    ['{{ "\\q" }}', 'the string holds an escape that Go does not know at "\\q"'],
    ["{{ $value+1 }}", "`+` cannot follow `$value` without a space at +"],
    ["{{}}", "an action needs a value at }}"],
    ["{{ . | 1 }}", "nothing can be piped into a value at 1"],
    ["{{ nil.x }}", "`nil` has no fields at nil"],
    ['{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}', 'the template "a" is defined twice at "a"'],
    ["{{ if . }}{{ define `a` }}{{ end }}{{ end }}", "`define` may stand at the outermost level only at define"],
  ])("%s", (text, expected) => {
    expect(faultsOf(text)[0]).toBe(expected);
  });

  test("every unknown name is reported, with the names that are known", () => {
    const { faults } = parseTemplate("{{ $label.job | humanise }} {{ $value }}", dialect);
    expect(faults.map(({ unknown }) => unknown?.name)).toEqual(["$label", "humanise"]);
    expect(faults[0]?.unknown?.known).toContain("$labels");
    expect(faults[1]?.unknown?.known).toContain("humanize");
  });

  test("a variable ends with the block that declares it", () => {
    expect(faultsOf("{{ if . }}{{ $x := 1 }}{{ $x }}{{ end }}{{ $x }}")).toEqual([
      "the variable `$x` is not defined at $x",
    ]);
  });
});

describe("what depends on the version", () => {
  test("functions come with the release that brought them", () => {
    expect(faultsOf("{{ .Alerts | toJson }}", alertmanagerDialect("0.29.0"))).toHaveLength(1);
    expect(faultsOf("{{ .Alerts | toJson }}", alertmanagerDialect("0.30.0"))).toEqual([]);
    expect(faultsOf("{{ now }}", prometheusDialect("3.5.2"))).toHaveLength(1);
    expect(faultsOf("{{ now }}", prometheusDialect("3.10.0"))).toEqual([]);
  });

  test("`else with` needs Go 1.23", () => {
    const text = "{{ with . }}{{ else with . }}{{ end }}";
    expect(faultsOf(text, prometheusDialect("2.42.0"))).toHaveLength(1);
    expect(faultsOf(text, prometheusDialect("3.0.0"))).toEqual([]);
  });
});
