import { goDialect, parseTemplate, templatesUsedBy } from "../../../gotemplate/index.ts";
import { didYouMean } from "../../../schema/index.ts";
import { type Context, type Rule, type Say, textsOf, type Values } from "../../rule.ts";
import { DEFAULT_TEMPLATES, readTemplateFile } from "../templates.ts";

export const templateRules: readonly Rule[] = [
  {
    name: "alertmanager/template-file",
    on: "alertmanager",
    says: "A path in `templates` whose pattern is broken, or a file there that does not parse; as a warning, a path that matches no file.",
    source: "FromGlobs, template/template.go; filepath.Glob",
    check: checkFiles,
  },
  {
    name: "alertmanager/undefined-template",
    on: "integration",
    severity: "warning",
    says: "A call of a template that neither Alertmanager nor a file of `templates` defines.",
    source: "text/template, at each notification",
    check: checkCalls,
  },
];

/** Source of the patterns: ErrBadPattern of Go's filepath.Match. */
const isBrokenPattern = (path: string): boolean => /\\$|\[(?![^\]]+\])/.test(path.replaceAll(/\\[\s\S]/g, ""));

function checkFiles({ templates }: Values, say: Say, { read, versions }: Context): void {
  if (!Array.isArray(templates)) return;
  for (const [index, path] of textsOf(templates).entries()) {
    const files = read?.(path);
    if (isBrokenPattern(path)) {
      say(
        index,
        `"${path}" is not a pattern of paths: a [ is not closed, or a backslash stands at the end`,
        undefined,
        { of: templates },
      );
    } else if (files?.length === 0) {
      say(index, `no file matches "${path}", and notifications that call its templates fail`, undefined, {
        of: templates,
        severity: "warning",
      });
    }
    for (const file of files ?? []) {
      const [fault] = readTemplateFile(file.text, versions.alertmanager).faults;
      if (fault === undefined) continue;
      const line = file.text.slice(0, fault.start).split("\n").length;
      say(index, `${file.path}, line ${line}, is not a template: ${fault.message}`, undefined, { of: templates });
    }
  }
}

const CALL = /\{\{-?\s*template/;

function checkCalls(integration: Values, say: Say, context: Context): void {
  const names = definedTemplates(context);
  if (names === undefined) return;
  for (const { of, key, text } of templatesIn(integration, CALL)) {
    const template = parseTemplate(text, goDialect);
    for (const { name, start, end } of templatesUsedBy(template)) {
      if (names.has(name) || template.defines.has(name)) continue;
      say(key, `no template is named "${name}"${didYouMean(name, names)}`, "every notification that needs it fails", {
        of,
        range: [start, end - start],
      });
    }
  }
}

const known = new WeakMap<Context, ReadonlySet<string> | undefined>();

/** Names of all templates that receivers can call; undefined where a file of theirs cannot be read. */
function definedTemplates(context: Context): ReadonlySet<string> | undefined {
  if (!known.has(context)) known.set(context, namesOfTemplates(context));
  return known.get(context);
}

function namesOfTemplates({ file, read, versions }: Context): ReadonlySet<string> | undefined {
  const paths = textsOf(file.templates);
  if (paths.length > 0 && read === undefined) return undefined;
  const files = paths.flatMap((path) => read?.(path) ?? []);
  // What is not there now may be when it is deployed.
  if (paths.length > 0 && files.length === 0) return undefined;
  const own = files.flatMap(({ path, text }) => [
    ...readTemplateFile(text, versions.alertmanager).names,
    path.slice(path.lastIndexOf("/") + 1),
  ]);
  return new Set([...DEFAULT_TEMPLATES, ...own]);
}

interface Template {
  readonly of: object;
  readonly key: string;
  readonly text: string;
}

/** All texts of an integration, at any depth, in which a pattern is found. */
export const templatesIn = (value: object, pattern: RegExp): Template[] =>
  Object.entries(value).flatMap(([key, member]: [string, unknown]): Template[] => {
    if (typeof member === "string") return pattern.test(member) ? [{ of: value, key, text: member }] : [];
    return typeof member === "object" && member !== null ? templatesIn(member, pattern) : [];
  });
