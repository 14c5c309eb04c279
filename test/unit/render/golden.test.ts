import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  environmentAt,
  expectedFiles,
  goldenCases,
  goldenFolder,
  renderedText,
  renderFixed,
} from "../../support/golden.ts";

describe.each(await goldenCases())("%s", async (name) => {
  const rendered = renderFixed(await environmentAt(goldenFolder(name)));

  test.each(await expectedFiles(name))("%s", async (path) => {
    const text = renderedText(rendered, path);
    expect(text, `${path} is not rendered`).toBeDefined();
    await expect(text).toMatchFileSnapshot(join(goldenFolder(name), path));
  });
});
