import { expect, test } from "vitest";
import { relabel } from "../../../lib/check/relabel.ts";

const labels = new Map([
  ["__address__", "db-1:9100"],
  ["team", "Shop"],
  ["__meta_zone", "eu"],
]);
const result = (...steps: readonly object[]) => {
  const relabelled = relabel(labels, steps);
  return relabelled && Object.fromEntries(relabelled);
};
const own = Object.fromEntries(labels);

test("replace writes what its groups say", () => {
  const step = {
    source_labels: ["__address__"],
    regex: "([^:]+):(?P<port>.*)",
    target_label: "instance",
    replacement: "${1}/${port}/$9/$$",
  };
  expect(result(step)).toEqual({ ...own, instance: "db-1/9100//$" });
});
test("replace leaves alone what does not match as a whole", () =>
  expect(result({ source_labels: ["team"], regex: "Sho", target_label: "a" })).toEqual(own));
test("an empty value removes the label", () =>
  expect(result({ target_label: "team", replacement: "" })).not.toHaveProperty("team"));
test("values are joined by the separator", () =>
  expect(result({ source_labels: ["team", "__meta_zone"], separator: "-", target_label: "a" })).toMatchObject({
    a: "Shop-eu",
  }));
test("keep and drop", () => {
  expect(result({ action: "keep", source_labels: ["team"], regex: "Cart" })).toBeUndefined();
  expect(result({ action: "drop", source_labels: ["team"], regex: "Sh.p" })).toBeUndefined();
  expect(result({ action: "Drop", source_labels: ["team"], regex: "Cart" })).toEqual(own);
});
test("labelmap, labeldrop, labelkeep", () => {
  expect(result({ action: "labelmap", regex: "__meta_(.+)" })).toEqual({ ...own, zone: "eu" });
  expect(result({ action: "labeldrop", regex: "__.*" })).toEqual({ team: "Shop" });
  expect(result({ action: "labelkeep", regex: "team" })).toEqual({ team: "Shop" });
});
test("lowercase and uppercase", () => {
  expect(result({ action: "lowercase", source_labels: ["team"], target_label: "a" })).toMatchObject({ a: "shop" });
  expect(result({ action: "uppercase", source_labels: ["team"], target_label: "a" })).toMatchObject({ a: "SHOP" });
});
test("keepequal and dropequal", () => {
  expect(result({ action: "keepequal", source_labels: ["team"], target_label: "__meta_zone" })).toBeUndefined();
  expect(result({ action: "dropequal", source_labels: ["team"], target_label: "team" })).toBeUndefined();
});
test("what depends on a hash is not known, and decides nothing", () => {
  const hash = { action: "hashmod", source_labels: ["team"], modulus: 4, target_label: "shard" };
  expect(result(hash, { action: "keep", source_labels: ["shard"], regex: "1" })).toEqual({ ...own, shard: undefined });
});
