import { compile } from "../../schema/compile.ts";
import { structureOf } from "../json-schema.ts";
import { rulesSchema } from "./schema.ts";

export default compile({ ...structureOf(rulesSchema) });
