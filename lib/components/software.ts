import type { Range } from "../../versions.ts";

export type Origin = "path" | "debian" | "release" | "go";

/** One executable of a piece of software, and where each way has it. */
export interface Executable {
  readonly name: string;
  /** Other names under which distributions install it. */
  readonly aliases?: readonly string[];
  /** Path inside the Debian package, without the leading slash. */
  readonly debian?: string;
  /** Go package that builds it. */
  readonly go?: string;
  /** Arguments that Debian's build needs when its package is unpacked at `root` instead of installed. */
  readonly unpackedArgs?: (root: string) => readonly string[];
}

/** What the project itself publishes on GitHub: an archive of its executables for each platform. */
export interface Release {
  /** `prometheus/alertmanager`. */
  readonly repository: string;
  /** Without the `v` of its tag. */
  readonly version: string;
}

/** The release of the same version as an official image: 0.34.2 of `prom/alertmanager:v0.34.2`. */
export const releaseOf = (repository: string, image: string): Release => ({
  repository,
  version: /:v([\d.]+)/.exec(image)?.[1] ?? "",
});

export interface GoBuild {
  /** Of the software, as it is to report it; `0.315.0` of a module may be `3.15.0` of a program. */
  readonly version: string;
  /** Variable of the Go program that holds its version: `main.version`. */
  readonly stamp: string;
  /** Required modules and their versions, without the `v`. */
  readonly require: Readonly<Record<string, string>>;
  /** As in go.mod, for modules whose own replace lines are needed: `a/b` -> `c/d v1.2.3`. */
  readonly replace?: Readonly<Record<string, string>>;
  /** Version of the Go language that the module asks for. */
  readonly go: string;
  readonly tags?: readonly string[];
  /** Compiled without inlining, which takes a fifth less: for a program that a first start waits for, and that computes little. */
  readonly quick?: true;
  /** Folder of the checkout with the main package, for a program of our own around somebody's library. */
  readonly source?: string;
}

/** Software that is fetched and built as one. All its executables come from the same way, so that they agree. */
export interface Software {
  readonly name: string;
  /** Ways to get it, best first. */
  readonly order: readonly Origin[];
  readonly executables: readonly Executable[];
  /** Absent: any version will do. */
  readonly supported?: Range;
  /** It cannot say its version; it is then known of a package only. */
  readonly versionless?: true;
  /** Folder that Debian's build reads wherever it runs: an image of an installed one has to carry it. */
  readonly assets?: string;
  readonly debian?: {
    readonly package: string;
    /** Regular expression for the names of those packages it depends on, however far, that are unpacked beside it. */
    readonly dependencies?: string;
    /** Folder of the checkout that is laid over what was unpacked: scripts that start it from where it is. */
    readonly overlay?: string;
    /** Folders of the package, besides the executables, that an image of it needs at their own place. */
    readonly data?: readonly string[];
    /** Folders that are of no use here and large. */
    readonly without?: readonly string[];
  };
  readonly release?: Release;
  readonly go?: GoBuild;
  /** Official image at a pinned version; absent where versions.ts names it, and where there is none. */
  readonly image?: string;
}

/** What most exporters are: one program, in a Debian package of that name, and an official image and release of one version. */
export const debianExporter = (
  name: string,
  debian: string,
  official?: { readonly image: string; readonly repository: string },
): Software => ({
  name,
  order: ["path", "debian", ...(official === undefined ? [] : (["release"] as const))],
  executables: [{ name, aliases: [debian], debian: `usr/bin/${debian}` }],
  debian: { package: debian },
  ...(official && { image: official.image, release: releaseOf(official.repository, official.image) }),
});
