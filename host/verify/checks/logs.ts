import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { showLog, startLogAgain } from "../help.ts";

const MINUTES = 10;
/** Enough of the newest lines to hold ten minutes of a program that is not in trouble. */
const LINES = 2000;

/** No program wrote an error in the last ten minutes. It warns: what was in trouble may be well again. */
export const logs: Check = {
  name: "logs",
  run: (context) =>
    forEach([...context.components.values()], async ({ name }): Promise<Seen> => {
      const since = new Date(Date.now() - MINUTES * 60_000);
      const log = await context.target.log(name, LINES, since);
      if (log === undefined) return unreadable(context, name);
      const errors = errorLines(log);
      const last = errors.at(-1);
      if (last === undefined) return { subject: name, status: "pass", evidence: `no error in ${MINUTES} minutes` };
      const evidence = `${errors.length} in ${MINUTES} minutes, the last one: ${last.slice(0, 300)}`;
      return { subject: name, status: "warn", evidence, help: `see all: ${showLog(context, name)}` };
    }),
};

const unreadable = (context: Context, subject: string): Seen => ({
  subject,
  status: "warn",
  evidence: "its log cannot be read: what it writes is lost",
  help: startLogAgain(context, subject),
});

/** Errors as the field's programs write them: logfmt, JSON (by name, or by pino's numbers), and what a crash leaves. */
const ERROR = new RegExp(
  [
    String.raw`\b(level|lvl)="?(error|eror|crit|critical|fatal|panic)\b`,
    String.raw`"(level|severity)": ?("(error|critical|fatal|panic)"|[56]0\b)`,
    String.raw`^(\S+ )?(error|fatal|panic|fatal error|uncaught \w+|\w*Error):`,
  ].join("|"),
  "i",
);

/** The lines of a log that tell of an error. */
export const errorLines = (log: string): readonly string[] => log.split("\n").filter((line) => ERROR.test(line));
