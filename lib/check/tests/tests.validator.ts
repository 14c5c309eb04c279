import { compile } from "../../schema/compile.ts";
import { structureOf } from "../json-schema.ts";
import { testsSchema } from "./schema.ts";

export default compile({ ...structureOf(testsSchema) });
