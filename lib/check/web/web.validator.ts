import { compile } from "../../schema/compile.ts";
import { structureOf } from "../json-schema.ts";
import { webSchema } from "./schema.ts";

export default compile({ ...structureOf(webSchema) });
