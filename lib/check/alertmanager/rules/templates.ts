import { type Rule, textsOf } from "../../rule.ts";

export const templateFileRules: readonly Rule[] = [
  {
    name: "alertmanager/template-file",
    on: "alertmanager",
    says: "A path in `templates` whose pattern is broken; as a warning, one that matches no file.",
    source: "FromGlobs, template/template.go; filepath.Glob",
    check: ({ templates }, say, { glob }) => {
      if (!Array.isArray(templates)) return;
      for (const [index, path] of textsOf(templates).entries()) {
        if (isBrokenPattern(path))
          say(
            index,
            `"${path}" is not a pattern of paths: a [ is not closed, or a backslash stands at the end`,
            undefined,
            { of: templates },
          );
        else if (glob?.(path).length === 0)
          say(index, `no file matches "${path}", and notifications that call its templates fail`, undefined, {
            of: templates,
            severity: "warning",
          });
      }
    },
  },
];

/** Source: ErrBadPattern of Go's filepath.Match. */
const isBrokenPattern = (path: string): boolean => /\\$|\[(?![^\]]+\])/.test(path.replaceAll(/\\[\s\S]/g, ""));
