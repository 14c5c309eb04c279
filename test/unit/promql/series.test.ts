import { describe, expect, test } from "vitest";
import { check } from "../../../lib/check/index.ts";
import { isError } from "../../../lib/finding.ts";
import { metricFaults, parseSeries } from "../../../lib/promql/index.ts";
import { REFUSED, TAKEN, TAKEN_SINCE, testOf, type Written } from "../../support/series.ts";

const refusals = (written: Written, prometheus: string): readonly string[] =>
  check([{ path: "tests.yml", text: testOf(written) }], { kind: "tests", versions: { prometheus } })
    .filter(isError)
    .map(({ message }) => message);

describe("series of rule tests, as promtool judges them", () => {
  test.each(TAKEN)("takes %j with %j", (...written) => {
    expect([...refusals(written, "2.42.0"), ...refusals(written, "3.15.0")]).toEqual([]);
  });
  test.each(REFUSED)("refuses %j with %j", (...written) => {
    expect(refusals(written, "2.42.0")).not.toEqual([]);
    expect(refusals(written, "3.15.0")).not.toEqual([]);
  });
  test.each(TAKEN_SINCE)("since %s takes %j with %j", (since, ...written) => {
    expect(refusals(written, since)).toEqual([]);
    expect(refusals(written, "2.42.0")).not.toEqual([]);
  });
});

describe("a fault of a series names its place and the mend", () => {
  test.each([
    ['up{job=~"a"} 1', 'up{job«=~»"a"} 1', /expected "=" and a value/, undefined],
    ["sum(up) 1", "sum«(up)» 1", /behind a series/, /no expression/],
    ['up {a="b"} 1', 'up «{a="b"}» 1', /no value/, /without spaces/],
    ["up 1 2,3 4", "up 1 «2,3» 4", /no value/, /a space stands between/],
    ["up 1+2", "up «1+2»", /no value/, /1\+2x5/],
    ["up 1x", "up «1x»", /no value/, /how often/],
    ["up Infx3", "up «Infx3»", /no value/, /are repeated/],
    ["up five", "up «five»", /no value/, /stale/],
    ["up 1 {{schema 0}} 2", "up 1 «{{schema 0}}» 2", /no histogram/, /schema:0/],
    ["1 2", "«1» 2", /expected a name/, undefined],
  ])("%s", (line, marked, message, help) => {
    const [fault, ...others] = parseSeries(line).faults;
    expect(others).toEqual([]);
    expect(fault?.message).toMatch(message);
    expect(fault?.help ?? "").toMatch(help ?? /^$/);
    const { from = 0, to = 0 } = fault ?? {};
    expect(`${line.slice(0, from)}«${line.slice(from, to)}»${line.slice(to)}`).toBe(marked);
  });
  test("what is repeated more often than 64 bits can say is none: promtool would repeat it for ever", () => {
    expect(parseSeries("up 1x18446744073709551615").faults).toEqual([]);
    expect(parseSeries("up 1x18446744073709551616").faults).toHaveLength(1);
  });
  test("each value that is none is told", () => {
    expect(parseSeries("up 1x 2 3x").faults).toHaveLength(2);
  });
});

test.each([
  ["_", 1, false],
  ["_x3", 3, false],
  ["1x3 _", 5, true],
  ["stale 0+1x2", 4, true],
  ["{{}}x2", 3, true],
])("%s fills %d points in time", (values, count, hasSample) => {
  expect(parseSeries(`up ${values}`)).toMatchObject({ count, hasSample, faults: [] });
});

test("a metric by itself may have space in it, and nothing behind it", () => {
  expect(["", "{}", 'up { a="b" }', "{__name__='a'} # said"].flatMap((text) => metricFaults(text))).toEqual([]);
  for (const text of ["up 1", "up{a!='b'}", "sum(up)", "1"]) expect(metricFaults(text)).toHaveLength(1);
});
