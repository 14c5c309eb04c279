import { buffer } from "node:stream/consumers";
import { extract } from "tar-stream";
import { describe, expect, test } from "vitest";
import { type TarEntry, tar } from "../../../host/engine/tar.ts";

const ENTRIES: readonly TarEntry[] = [
  { path: "etc", folder: true },
  { path: "etc/name", text: "Grüße\n", mode: 0o600, uid: 65534, gid: 65534 },
  { path: "etc/link", link: "name" },
  { path: "this-test.ts", file: import.meta.filename, mode: 0o755 },
];

async function unpack(archive: Buffer) {
  const entries: object[] = [];
  const reader = extract();
  reader.end(archive);
  for await (const entry of reader) {
    const { name, type, mode, uid, size, linkname } = entry.header;
    entries.push({ name, type, mode, uid, size, ...(linkname ? { linkname } : {}) });
    entry.resume();
  }
  return entries;
}

describe("tar", () => {
  test("holds texts, files, folders and links with their modes and owners", async () => {
    expect(await unpack(await buffer(tar(ENTRIES)))).toEqual([
      { name: "etc", type: "directory", mode: 0o755, uid: 0, size: 0 },
      { name: "etc/name", type: "file", mode: 0o600, uid: 65534, size: 8 },
      { name: "etc/link", type: "symlink", mode: 0o777, uid: 0, size: 0, linkname: "name" },
      expect.objectContaining({ name: "this-test.ts", type: "file", mode: 0o755 }),
    ]);
  });

  test("is the same, byte for byte, each time", async () => {
    const [first, second] = await Promise.all([buffer(tar(ENTRIES)), buffer(tar(ENTRIES))]);
    expect(first.equals(second)).toBe(true);
  });

  test("fails when a file is not there", async () => {
    await expect(buffer(tar([{ path: "x", file: "/nowhere/x" }]))).rejects.toThrow("ENOENT");
  });
});
