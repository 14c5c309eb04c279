import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, test } from "vitest";

const NAME = "@cdktf/node-pty-prebuilt-multiarch";

/** As cdktf's CLI finds it. */
const { resolve } = createRequire(createRequire(import.meta.url).resolve("cdktf-cli/package.json"));

/** Of the shape that cdktf's CLI uses. */
interface Terminal {
  spawn(
    program: string,
    args: readonly string[],
    options: object,
  ): {
    onData(hear: (text: string) => void): void;
    onExit(end: (how: { readonly exitCode: number }) => void): void;
    write(text: string): void;
  };
}

test("the terminal of cdktf's CLI runs a program, which is asked and answered", async () => {
  const { default: pty } = (await import(resolve(NAME))) as { default: Terminal };
  const shell = pty.spawn("sh", ["-c", "test -t 0 && printf 'well? ' && read -r word && exit $word"], {});
  let said = "";
  const exitCode = new Promise<number>((end) => shell.onExit((how) => end(how.exitCode)));
  shell.onData((text) => {
    if (said === "") shell.write("7\r");
    said += text;
  });
  expect(await exitCode).toBe(7);
  expect(said).toContain("well? ");
});

test("it is bound to no version of Node: it speaks Node-API, https://nodejs.org/api/n-api.html", async () => {
  const platform = `@lydell/node-pty-${process.platform}-${process.arch}`;
  const binary = createRequire(resolve(NAME)).resolve(`${platform}/pty.node`);
  expect(await readFile(binary, "latin1")).toContain("napi_register_module_v1");
});
