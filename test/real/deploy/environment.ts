import { readFile } from "node:fs/promises";

/** As PagerDuty's keys are: 32 characters. In no other file of this machine. */
export const ROUTING_KEY = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

/** Stands in a rendered file and in a program's arguments, so that a search for a word is known to find one. */
export const WORD = "planted-where-it-may-be";

const read = (name: string): Promise<string> => readFile(new URL(name, import.meta.url), "utf8");

/** Files of the environment with which the promises are proven, by path. */
export const environmentFiles = async (): Promise<Readonly<Record<string, string>>> => ({
  "environment.yml": await read("environment.yml"),
  "rules/promises.yml": await read("rules.yml"),
  "secrets/pagerduty": ROUTING_KEY,
});
