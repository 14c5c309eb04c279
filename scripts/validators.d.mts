import type { Plugin } from "esbuild";

export declare const validators: (root: string) => Plugin;
