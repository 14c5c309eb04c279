import { expect, test } from "vitest";
import { check } from "../../../lib/check/index.ts";

/** Findings of a file that names these template files. */
const found = (files: Readonly<Record<string, string>>, text: string) =>
  check(
    [
      {
        path: "alertmanager.yml",
        text: `templates: ['*.tmpl']\nroute: { receiver: a }\nreceivers: [{ name: a, slack_configs: [{ api_url: http://a, text: '${text}' }] }]\n`,
      },
    ],
    {
      kind: "alertmanager",
      read: (_, pattern) =>
        Object.entries(files).map(([path, content]) => ({ path: `${pattern}/${path}`, text: content })),
    },
  ).map(({ line, column, severity, check, message }) => `${line}:${column} ${severity} ${check}: ${message}`);

const MINE = { "mine.tmpl": '{{ define "mine" }}{{ .Status }}{{ end }}' };

test("a template of the files can be called, also by the file's name", () => {
  expect(found(MINE, '{{ template "mine" . }}{{ template "mine.tmpl" . }}')).toEqual([]);
  expect(found(MINE, '{{ template "min" . }}')).toEqual([
    '3:80 warning alertmanager/undefined-template: no template is named "min"; did you mean "mine"?',
  ]);
});

test("nothing is said of calls while the files are not there, but of that they are not", () => {
  expect(found({}, '{{ template "mine" . }}')).toEqual([
    '1:13 warning alertmanager/template-file: no file matches "*.tmpl", and notifications that call its templates fail',
  ]);
});

test("a file that does not parse is an error, with its line", () => {
  expect(found({ "b.tmpl": "text\n{{ define `b` }}{{ .Status | toUper }}{{ end }}" }, "x")).toEqual([
    "1:13 error alertmanager/template-file: *.tmpl/b.tmpl, line 2, is not a template: the function `toUper` is not defined",
  ]);
});
