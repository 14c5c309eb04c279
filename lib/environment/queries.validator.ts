import { compile } from "../schema/compile.ts";
import { queriesSchema } from "./schema.ts";

export default compile(queriesSchema);
