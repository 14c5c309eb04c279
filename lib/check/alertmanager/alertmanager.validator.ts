import { compile } from "../../schema/compile.ts";
import { structureOf } from "../json-schema.ts";
import { alertmanagerSchema } from "./schema/index.ts";

export default compile({ ...structureOf(alertmanagerSchema) });
