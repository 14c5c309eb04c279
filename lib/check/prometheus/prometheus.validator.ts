import { compile } from "../../schema/compile.ts";
import { structureOf } from "../json-schema.ts";
import { prometheusSchema } from "./schema/index.ts";

export default compile({ ...structureOf(prometheusSchema) });
