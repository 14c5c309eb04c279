import { expect, test } from "vitest";
import { pagerdutyKeyProblem } from "../../../lib/environment/secrets.ts";

test("a text that is no key of PagerDuty's is told for what it is, without the text", () => {
  expect(pagerdutyKeyProblem("0123456789abcdef0123456789abcdef\n")).toBeUndefined();
  expect(pagerdutyKeyProblem("<your-key>")).toMatch(/placeholder/);
  expect(pagerdutyKeyProblem("$ANSIBLE_VAULT;1.1;AES256\n6238613664653664\n")).toMatch(/encrypted by Ansible Vault/);
  expect(pagerdutyKeyProblem("0123456789abcdef")).toMatch(/this has 16 characters/);
});
