import { describe, expect, test } from "vitest";
import { TEXT_FORMATS } from "../../../lib/check/texts/index.ts";
import { selectorFault } from "../../../lib/check/texts/kubernetes-selector.ts";
import { relabelRegexFault } from "../../../lib/check/texts/regex.ts";
import { parseSize, sizeFault } from "../../../lib/check/texts/size.ts";
import { urlFault } from "../../../lib/check/texts/url.ts";

describe("urlFault takes what Go's url.Parse takes", () => {
  test.each([
    "",
    "*",
    "a/b",
    "localhost:9090",
    "http://a",
    "http://a:/x",
    "http://user:pa%20ss@[::1]:9090/x?y=z#f",
    "//a/b",
    "unix:///var/run/docker.sock",
    "http://a/x?%zz",
    "mailto:me@example.com",
    "http://bücher.example",
    "http://a#control\u0001",
  ])("%j", (text) => expect(urlFault(text)).toBeUndefined());

  test.each([
    ["http://a b", "host"],
    ["http://a:port", "port"],
    ["http://[::1", "]"],
    ["://x", "scheme"],
    ["a:b:c/x\u0001", "control"],
    ["http://a/%zz", "%"],
    ["http://a#%z", "%"],
    ["1a:b", "scheme"],
    ["http://us er@a", "user"],
  ])("not %j", (text, reason) => expect(urlFault(text)).toContain(reason));

  test("null is none, in quotes too", () => expect(TEXT_FORMATS["go-url"]?.fault("null", {})).toContain("leave"));
});

describe("parseSize", () => {
  test.each([
    ["0", 0],
    ["5B", 5],
    ["1KB", 1024],
    ["1KiB", 1024],
    ["1.5MB", 1_572_864],
    ["1GB512MB", 1_610_612_736],
    ["-1KB", -1024],
  ])("%s is %d", (text, bytes) => expect(parseSize(text)).toBe(bytes));

  test.each(["", "10", "10kB", "1 GB", "1GiB2KB", "GB", "1e3B"])("not %j", (text) =>
    expect(sizeFault(text)).toBeDefined(),
  );
});

describe("a duration that is none, with the mend", () => {
  const durationFault = (text: string) => TEXT_FORMATS["prometheus-duration"]?.fault(text, {});
  test.each([
    ["15", "15s"],
    ["1.5m", "1m30s"],
    ["30s1m", "largest first"],
    ["-5m", "negative"],
    ["", "empty"],
    ["5 m", "write 5m"],
    ["15 sec", "write 15s"],
    ["soon", "with the units"],
  ])("%j", (text, mend) => expect(durationFault(text)).toContain(mend));

  test.each(["0", "5m", "1d12h", "100ms"])("takes %s", (text) => expect(durationFault(text)).toBeUndefined());
});

describe("relabelRegexFault judges by RE2", () => {
  test.each(["", "(.*)", "(?i)a", "(?P<n>a)", "[[:alpha:]]", "a{1000}", "\\Qa.b\\E"])("takes %s", (text) =>
    expect(relabelRegexFault(text)).toBeUndefined(),
  );
  test.each(["(a", "a**", "a{1001}", "(?=a)", "\\1", "[z-a]"])("not %s", (text) =>
    expect(relabelRegexFault(text)).toBeDefined(),
  );
  test("two groups of one name are fine, and a name without P where Go knows it", () => {
    expect(relabelRegexFault("(?P<n>a)(?P<n>b)")).toBeUndefined();
    expect(relabelRegexFault("(?<n>a)", { prometheus: "2.51.0" })).toBeUndefined();
    expect(relabelRegexFault("(?<n>a)", { prometheus: "2.50.1" })).toContain("needs Prometheus 2.51");
  });
  test("never shows what Prometheus puts around it", () => {
    expect(relabelRegexFault("(a")).toBe("missing closing ): `(a`");
    expect(relabelRegexFault("a\\Qb")).toBe("missing closing )");
  });
  test("says that there is no look-around", () => expect(relabelRegexFault("(?!a)")).toContain("look-around"));
});

describe("label names", () => {
  const fault = (text: string, prometheus = "") =>
    TEXT_FORMATS["label-name"]?.fault(text, prometheus === "" ? {} : { prometheus });
  test("classic ones are for every version", () => expect(fault("a_1", "2.42.0")).toBeUndefined());
  test("others need 3.0", () => {
    expect(fault("a-b", "2.55.1")).toContain("3.0");
    expect(fault("a-b", "3.0.0")).toBeUndefined();
    expect(fault("a-b")).toBeUndefined();
  });
  test("never the empty one", () => expect(fault("")).toContain("empty"));
});

describe("selectorFault", () => {
  test.each(["app=x,tier!=y", "app in (a, b)", "!canary", "a/b==c", "app notin (x)", ""])("takes %s", (text) =>
    expect(selectorFault(text, "label")).toBeUndefined(),
  );
  test.each(["app in x", "=a", "a=b c"])("not %s", (text) => expect(selectorFault(text, "label")).toBeDefined());
  test("fields", () => {
    expect(selectorFault("spec.nodeName=a,status.phase!=b", "field")).toBeUndefined();
    expect(selectorFault("spec.nodeName", "field")).toBeDefined();
    expect(selectorFault("a!b=c\\,d", "field")).toBeUndefined();
    expect(selectorFault("a\\=b=c", "field")).toBeDefined();
  });
});
