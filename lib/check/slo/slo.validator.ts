import { compile } from "../../schema/compile.ts";
import { structureOf } from "../json-schema.ts";
import { sloSchema } from "./schema.ts";

export default compile({ ...structureOf(sloSchema) });
