import type { Finding } from "../../finding.ts";
import type { Declared, Environment } from "../environment.ts";
import { isMap } from "../layers.ts";
import { type CheckContext, finding } from "./check.ts";

/** The name is the folder's, and names are unique: containers, folders, labels and `cdktf deploy NAME` are made from them. */
export function checkNames(environment: Environment, { located, isAlone }: CheckContext): Finding[] {
  const faults = [...(isAlone ? [] : folderName(environment, located.value)), ...repeated(environment)];
  return faults.map(({ pointer, message, help }) => finding("name", located.place(pointer), message, { help }));
}

function folderName({ name, folder }: Environment, value: unknown): Fault[] {
  const written = isMap(value) ? value.name : undefined;
  if (typeof written !== "string" || written === name) return [];
  const message = `"name" is "${written}", but the folder is ${folder}: commands take the folder's name`;
  return [{ pointer: "/name", message, help: `write "name: ${name}", or rename the folder` }];
}

interface Fault {
  readonly pointer: string;
  readonly message: string;
  readonly help: string;
}

function repeated({ components, place }: Environment): Fault[] {
  const first = new Map<string, Declared>();
  return components.flatMap((declared) => {
    const earlier = first.get(declared.name);
    if (earlier === undefined) {
      first.set(declared.name, declared);
      return [];
    }
    const at = place(nameOf(earlier));
    const message = `the name "${declared.name}" is taken by what stands in ${at.file}:${at.line}`;
    return [{ pointer: nameOf(declared), message, help: "names are unique over components and apps" }];
  });
}

const nameOf = ({ pointer, settings }: Declared): string => (settings.name === undefined ? pointer : `${pointer}/name`);
