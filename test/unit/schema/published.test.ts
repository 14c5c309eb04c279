import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { CHECKOUT } from "../../../host/checkout.ts";
import { schemaFiles } from "../../../host/commands/schemas.ts";

describe.each(schemaFiles())("$path", ({ path, text }) => {
  test("is what lib/ says", () => {
    const published = readFileSync(join(CHECKOUT, path), "utf8");
    expect(published === text, `${path} is stale: npx zx scripts/schemas.mjs`).toBe(true);
  });

  test("is a JSON Schema of draft 2020-12 that an editor can use by itself", () => {
    const schema = JSON.parse(text);
    expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
    const editor = new Ajv2020({ strict: false, validateFormats: false });
    expect(editor.validateSchema(schema), editor.errorsText()).toBe(true);
    editor.compile(schema);
  });
});
