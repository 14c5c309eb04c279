/** How schemas are compiled stands apart, in compile.ts: it loads ajv, which the bundle has no need of (it holds the compiled validators). */
export { durationMend, parseDuration } from "./duration.ts";
export { CLASSIC_LABEL, FORMATS } from "./formats.ts";
export { type Holders, isUnknownKey } from "./messages.ts";
export { didYouMean, nearest } from "./nearest.ts";
export { scalarsToText } from "./text.ts";
export { type Validator, validate } from "./validate.ts";
export { when } from "./when.ts";
