import { compile } from "../schema/compile.ts";
import { localSchema } from "./schema.ts";

export default compile(localSchema);
