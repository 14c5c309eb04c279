import { describe, expect, test } from "vitest";
import { FORMATS, nearest, parseDuration } from "../../../lib/schema/index.ts";

test.each([
  ["0", 0],
  ["15s", 15_000],
  ["1d12h", 129_600_000],
  ["1y2w3d4h5m6s7ms", 33_019_506_007],
  ["292y", 9_208_512_000_000],
  ["1.5h", undefined],
  ["15", undefined],
  ["", undefined],
  ["1m1h", undefined],
  ["-5m", undefined],
  [" 5m", undefined],
  ["5 m", undefined],
  ["5min", undefined],
  ["293y", undefined],
] as const)("parseDuration(%j) is %s", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

describe("formats", () => {
  test.each([
    ["prometheus-size", ["10GB", "512MB", "1.5GB", "0", "1GB512MB", "3KiB"], ["10", "10gb", "GB", "10 GB", ""]],
    ["go-duration", ["1.5h", "2h45m", "-1s", "0", "300ms"], ["1d", "5", "", "h"]],
    ["label-name", ["job", "_a1"], ["1a", "a-b", "a:b", ""]],
    ["metric-name", ["job:up:rate5m"], ["a-b", "1a"]],
    ["host-port", ["db1:9187", "127.0.0.1:80", "[::1]:80", ":9090"], ["db1", "db1:99999", "http://db1:80", "db1:"]],
    ["uri", ["http://a/b", "https://a:1"], ["a.b", "ftp://a", "http://", "http://a:b"]],
    ["regex", ["a.*"], ["a("]],
  ])("%s", (name, good, bad) => {
    for (const text of good) expect([text, FORMATS[name]?.validate(text)]).toEqual([text, true]);
    for (const text of bad) expect([text, FORMATS[name]?.validate(text)]).toEqual([text, false]);
  });
});

test.each([
  ["scrapeInterval", ["scrape_interval", "scrape_timeout"], "scrape_interval"],
  ["nmae", ["name", "port"], "name"],
  ["prometeus", ["prometheus", "grafana"], "prometheus"],
  ["ab", ["xy"], undefined],
  ["anything", [], undefined],
])("nearest(%j, %j) is %s", (name, known, expected) => {
  expect(nearest(name, known)).toBe(expected);
});
