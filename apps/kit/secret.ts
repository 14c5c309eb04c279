import { readFileSync } from "node:fs";

/** The secret in a file, without the line end that editors add. Throws an error that names the file and never its content. */
export function readSecret(file: string): string {
  try {
    return readFileSync(file, "utf8").replace(/\r?\n$/, "");
  } catch (error) {
    throw new Error(`cannot read the password from ${file} (${(error as NodeJS.ErrnoException).code})`);
  }
}
