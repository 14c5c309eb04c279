import { compile } from "../schema/compile.ts";
import { environmentSchema } from "./schema.ts";

export default compile(environmentSchema, { defaults: true });
