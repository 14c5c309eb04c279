export declare function bundle(): Promise<string>;
export declare function run(name: string, args: readonly string[]): Promise<void>;
