import { describe, expect, test } from "vitest";
import { parsePromQL } from "../../../lib/promql/index.ts";

describe("what people write instead of PromQL is told how it is written", () => {
  test.each([
    ["up = 0", "a comparison is written `==`"],
    ["up => 0", "write `>=` or `<=`"],
    ["up && up", "write `and`"],
    ["up || up", "write `or`"],
    ["!up", "write `!=`, or `unless` between two sets"],
    ["up{job=“x”}", 'write plain quotes: "…"'],
    ["up\u00a0== 0", "this only looks like a space: write a plain one"],
    ["sum by job (up)", "labels stand in parentheses: by (job)"],
    ["rate(up{5m})", "a range stands in square brackets: metric[5m]"],
    ["rate(up[5m)", "close the range with a bracket: [5m]"],
    ["rate(up[1h30])", "each number has its unit: 1h30m"],
    ["rate(up[5 m])", "a duration has no space in it: 5m"],
    ["up > 0,05", "write a decimal point: 0.05"],
    ["up > 10%", "`%` is the remainder of a division: write 0.1 for ten per cent"],
    ["raet(up[5m])", 'did you mean "rate"?'],
    ["rate(up[$__rate_interval])", "dashboards fill in variables, Prometheus does not: write the value"],
    ['up{job=="x"}', "a matcher has one `=`"],
    ['up{job:"x"}', "write `=` between a label and its value"],
    ["up{job=x}", 'a value stands in quotes: job="a"'],
    ['up{job="a" instance="b"}', "put a comma between matchers"],
  ])("%s", (text, mend) => {
    expect(parsePromQL(text).faults.map(({ help }) => help)).toEqual([mend]);
  });

  test.each(["up up", "up{", "up +"])("%s: nothing is guessed", (text) => {
    expect(parsePromQL(text).faults.map(({ help }) => help)).toEqual([undefined]);
  });
});
