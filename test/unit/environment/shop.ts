import { expect } from "vitest";
import { loadEnvironment } from "../../../lib/environment/load.ts";

/** An environment without a mistake. */
export const GOOD = `version: 1
name: shop
paging: sandbox
components:
  prometheus:
  alertmanager:
    route: { receiver: default }
    receivers:
      - name: default
apps:
  - { name: worker, app: task-processor, port: 8100 }
`;

export const load = (files: Record<string, string>, folder = "configs/shop") =>
  loadEnvironment(new Map(Object.entries(files).map(([path, text]) => [`configs/${path}`, text])), folder);
export const loadOne = (text: string, more: Record<string, string> = {}) =>
  load({ "shop/environment.yml": text, ...more });
export const said = (loaded: ReturnType<typeof load>) =>
  loaded.findings.map(
    ({ file, line, column, message }) => `${file.replace("configs/", "")}:${line}:${column} ${message}`,
  );
/** The good file with one part of it changed. */
export const changed = (from: string, to: string) => {
  expect(GOOD).toContain(from);
  return said(loadOne(GOOD.replace(from, to)));
};
