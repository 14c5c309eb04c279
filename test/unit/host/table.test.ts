import { existsSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { officialImage } from "../../../host/images/official.ts";
import { SOFTWARE } from "../../../host/programs/table.ts";
import { IMAGES } from "../../../versions.ts";

const executables = SOFTWARE.flatMap((software) =>
  software.executables.map((executable) => ({ software, executable })),
);

describe("the table of programs", () => {
  test("names each executable once", () => {
    const names = executables.map(({ executable }) => executable.name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  test.each(executables)("says where every way has $executable.name", ({ software, executable }) => {
    const isThere = {
      path: true,
      debian: software.debian && executable.debian,
      // An archive has executables under the names that we know them by.
      release: software.release,
      go: software.go && executable.go,
    };
    expect(software.order.filter((way) => !isThere[way])).toEqual([]);
  });

  test("lays only what is there over what it unpacks or builds", () => {
    const folders = SOFTWARE.flatMap(({ debian, go }) => [debian?.overlay, go?.source]).filter(
      (path) => path !== undefined,
    );
    expect(folders.length).toBeGreaterThan(0);
    expect(folders.filter((folder) => !existsSync(folder))).toEqual([]);
  });

  test("and the official images call programs by the same names", () => {
    const known = new Set([...executables.map(({ executable }) => executable.name), "grafana", "node"]);
    expect(Object.keys(IMAGES).filter((name) => !known.has(name))).toEqual([]);
  });

  test.each(SOFTWARE.filter(({ release }) => release !== undefined))(
    "takes $name from the release that its official image holds",
    ({ release, executables }) => {
      expect(release?.version).toMatch(/^\d+\.\d+\.\d+$/);
      expect(officialImage(executables[0]?.name ?? "")).toContain(`:v${release?.version}`);
    },
  );

  test("pins every official image to a version", () => {
    expect(
      [...Object.values(IMAGES), ...SOFTWARE.flatMap(({ image }) => image ?? [])].filter(
        (image) => !/:v?\d+\.\d+(\.\d+)?(-\w+)?$/.test(image),
      ),
    ).toEqual([]);
  });
});
