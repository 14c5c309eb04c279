import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LABEL } from "../../host/engine/labels.ts";
import { makeServerImage } from "../../host/images/make.ts";
import { containerName } from "../../host/targets/docker/names.ts";
import { seeFile } from "../../host/verify/see-file.ts";
import { removeLabelled, testEngine } from "../support/engine.ts";

const engine = await testEngine();

/** `printf secret | sha256sum` */
const SHA256 = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

describe.skipIf(engine === undefined)("a file in a container, as its program's user sees it", () => {
  if (engine === undefined) return;
  const stack = `verify-test-${process.pid}`;
  const container = containerName(stack, "sleeper");
  const destination = { stack, kind: "docker", host: engine.host, data: "disposable" } as const;
  const see = (path: string) => seeFile(destination, "sleeper", path);

  /** Root lays the files, and the program runs as the image's own user. */
  const prepare = `mkdir /data/secrets && cd /data/secrets && umask 077 && printf secret > own && printf secret > roots &&
    printf secret > open && chmod 644 open && chown 65534 own`;

  beforeAll(async () => {
    const image = await makeServerImage(engine, "node_exporter", () => undefined);
    const labels = ["--label", `${LABEL.stack}=${stack}`];
    const flags = [...labels, "--network", "none", "--entrypoint", "sh", "--volume", `${container}:/data`];
    await engine.output(["volume", "create", ...labels, container]);
    await engine.output(["run", "--rm", "--user", "0", ...flags, image, "-c", prepare]);
    await engine.output(["run", "--detach", "--name", container, ...flags, image, "-c", "sleep 600"]);
  });
  afterAll(() => removeLabelled(engine, { [LABEL.stack]: stack }));

  test("its own", async () => {
    expect(await see("/data/secrets/own")).toEqual({ mode: 0o600, sha256: SHA256 });
  });
  test("one that others can read", async () => {
    expect(await see("/data/secrets/open")).toEqual({ mode: 0o644, sha256: SHA256 });
  });
  test("one that only root can read", async () => {
    expect(await see("/data/secrets/roots")).toEqual({ unreadable: expect.stringContaining("Permission denied") });
  });
  test("one that is not there", async () => {
    expect(await see("/data/secrets/none")).toEqual({ unreadable: expect.stringContaining("No such file") });
  });
  test("a container that does not run is told as that", async () => {
    await engine.output(["stop", "--time", "0", container]);
    await expect(see("/data/secrets/own")).rejects.toThrow("sleeper does not run");
    await expect(seeFile(destination, "another", "/x")).rejects.toThrow("another does not run");
  });
});
