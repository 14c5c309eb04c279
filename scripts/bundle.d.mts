export declare function bundle(): Promise<string>;
export declare function load(name: string): Promise<Record<string, unknown>>;
export declare function run(name: string, args: readonly string[]): Promise<void>;
