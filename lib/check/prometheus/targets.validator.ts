import { compile } from "../../schema/compile.ts";
import { structureOf } from "../json-schema.ts";
import { targetsSchema } from "./schema/targets.ts";

export default compile({ ...structureOf(targetsSchema) });
