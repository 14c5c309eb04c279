import type { Finding } from "../finding.ts";
import { validate } from "../schema/index.ts";
import { parseYaml } from "../yaml/index.ts";
import { isMap, Layer } from "./layers.ts";
import localValidator from "./local.validator.ts";
import { LOCAL_FILE, type Sources } from "./sources.ts";

/** local.yml: what holds for this checkout only, and is decided once. */
export interface LocalSettings {
  readonly target?: unknown;
  readonly port_offset?: number;
  readonly instance?: string;
  readonly images?: "registry" | "made";
}

export interface ReadLocal {
  readonly layer: Layer | undefined;
  readonly settings: LocalSettings;
  readonly findings: readonly Finding[];
}

/** Reads local.yml of an environment's folder. One that is absent or empty says nothing; of one with a mistake nothing holds. */
export function readLocal(sources: Sources, folder: string): ReadLocal {
  const path = `${folder}/${LOCAL_FILE}`;
  const text = sources.get(path);
  if (text === undefined) return { layer: undefined, settings: {}, findings: [] };
  const { document, findings } = parseYaml({ path, text });
  const value = document.value ?? {};
  const all = [...findings, ...validate(localValidator, document, { check: "environment/local", value })];
  const isUsable = all.length === 0 && isMap(value);
  return { layer: Layer.of(document), settings: isUsable ? value : {}, findings: all };
}
