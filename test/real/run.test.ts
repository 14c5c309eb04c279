import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { CommandFailed, output, run } from "../../host/run.ts";
import { processes, processOf } from "../support/processes.ts";
import { scratchCheckout } from "../support/scratch-checkout.ts";

const sh = (script: string) => ["/bin/sh", "-c", script];

describe("run", () => {
  test("gives exit code and both streams", async () => {
    expect(await run(sh("echo out; echo err >&2; exit 3"))).toEqual({ code: 3, stdout: "out\n", stderr: "err\n" });
  });

  test("has no shell in between", async () => {
    expect((await run(["/bin/echo", "a b; $HOME"])).stdout).toBe("a b; $HOME\n");
  });

  test("feeds texts and streams", async () => {
    expect((await run(["/bin/cat"], { input: "text" })).stdout).toBe("text");
    expect((await run(["/bin/cat"], { input: Readable.from(["a", "b"]) })).stdout).toBe("ab");
  });

  test("survives a program that does not read its input", async () => {
    expect((await run(sh("exit 0"), { input: "x".repeat(1_000_000) })).code).toBe(0);
  });

  test("sets and takes away variables", async () => {
    const env = { GIVEN: "yes", HOME: undefined };
    expect((await run(sh('echo "$GIVEN${HOME-none}"'), { env })).stdout).toBe("yesnone\n");
  });

  test("says like a shell what became of the program", async () => {
    expect((await run(["/nowhere/program"])).code).toBe(127);
    expect((await run(["/etc"])).code).toBe(126);
    expect((await run(sh("kill -KILL $$"))).code).toBe(137);
  });

  test("keeps no timer of a program that never was", async () => {
    const begin = performance.now();
    const script = 'import { run } from "./host/run.ts"; await run(["/nowhere/program"], { timeoutSeconds: 30 });';
    const checkout = await scratchCheckout(script);
    await checkout.run().finally(checkout.remove);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });

  test("ends what takes too long, and what says nothing", async () => {
    expect((await run(["/bin/sleep", "60"], { timeoutSeconds: 0.1 })).code).toBe(124);
    expect((await run(["/bin/sleep", "60"], { answerSeconds: 0.1 })).code).toBe(124);
    expect((await run(sh("trap 'kill $!; exit 3' TERM; sleep 60 & wait"), { timeoutSeconds: 0.2 })).code).toBe(124);
    expect((await run(sh("echo here; sleep 2.5"), { answerSeconds: 2 })).code).toBe(0);
  });

  test.each([
    ["a program that waits for another one", (other: string) => `${other}; echo late`],
    ["a program that has left another one behind", (other: string) => `${other} & echo here`],
    ["programs that do not heed being asked", (other: string) => `trap '' TERM; ${other}; ${other}`],
    ["a program without the variables it was given", (other: string) => `env -i sh -c '${other}; echo late'`],
  ])("%s: all ends in time", async (_, script) => {
    const other = `sleep 600.${Math.random().toString().slice(2)}`;
    const begin = performance.now();
    expect((await run(sh(script(other)), { timeoutSeconds: 0.5 })).code).toBe(124);
    expect(performance.now() - begin).toBeLessThan(10_000);
    // By its name alone: what asks for it is none of them.
    expect((await processes()).filter(({ command }) => command.trim() === other)).toEqual([]);
  });

  test("what has a limit hears Ctrl-C all the same: it stays in the process group of the terminal", async () => {
    const { stdout } = await run(["/bin/cat", "/proc/self/stat"], { timeoutSeconds: 60 });
    expect(Number(stdout.split(" ")[4])).toBe((await processOf(process.pid))?.group);
  });

  test("output is trimmed, and failure is an error that quotes the program", async () => {
    expect(await output(sh("echo ' a '"))).toBe("a");
    const failure = output(sh("echo reason >&2; exit 1"));
    await expect(failure).rejects.toThrow(CommandFailed);
    await expect(failure).rejects.toThrow("ended with 1: reason");
  });
});
