import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { output } from "../../../host/run.ts";

const pages = (
  await output(["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"], { cwd: CHECKOUT })
)
  .split("\n")
  .filter((page) => existsSync(join(CHECKOUT, page)));

const read = (page: string): string => readFileSync(join(CHECKOUT, page), "utf8").replace(/^```[\s\S]*?^```/gm, "");

/** As GitHub names the anchor of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(" ", "-");
const anchors = (page: string): readonly string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading));

describe.each(pages)("%s", (page) => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const relative = links.filter((link) => !/^[a-z]+:/.test(link));

  test(`${relative.length} relative links lead somewhere`, () => {
    const broken = relative.filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(CHECKOUT, target))) return true;
      return anchor !== undefined && !anchors(target).includes(anchor);
    });
    expect(broken).toEqual([]);
  });
});
