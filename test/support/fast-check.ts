import fc from "fast-check";

/** Of all that is made up in this run: see vitest.config.ts. */
export const SEED = Number(process.env.FUZZ_SEED);

fc.configureGlobal({ seed: SEED });

export { fc };
