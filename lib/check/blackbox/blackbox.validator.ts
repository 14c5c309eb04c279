import { compile } from "../../schema/compile.ts";
import { structureOf } from "../json-schema.ts";
import { blackboxSchema } from "./schema.ts";

export default compile({ ...structureOf(blackboxSchema) });
