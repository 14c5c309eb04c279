import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { CHECKS } from "../../../host/verify/checks/index.ts";

test("docs/verify.md has a section for each check, in their order", () => {
  const text = readFileSync(join(CHECKOUT, "docs/verify.md"), "utf8");
  const sections = [...text.matchAll(/^### (.+)$/gm)].map(([, name]) => name);
  expect(sections).toEqual([...CHECKS.map(({ name }) => name), "deployed"]);
});
