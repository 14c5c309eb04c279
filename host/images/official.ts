import { IMAGES } from "../../versions.ts";
import { SOFTWARE } from "../programs/table.ts";

/** A server's official image at its pinned version; undefined when it has none. */
export const officialImage = (program: string): string | undefined =>
  (IMAGES as Readonly<Record<string, string>>)[program] ??
  SOFTWARE.find(({ executables }) => executables.some(({ name }) => name === program))?.image;
