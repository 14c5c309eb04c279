import { GO_MODULES, type Range, SUPPORTED } from "../../versions.ts";

export type Origin = "path" | "debian" | "go";

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
}

/** Software that is fetched and built as one. All its executables come from the same way, so that they agree. */
export interface Software {
  readonly name: string;
  /** Ways to get it, best first. */
  readonly order: readonly Origin[];
  readonly executables: readonly Executable[];
  /** Absent: any version will do, and the program cannot say its own. */
  readonly supported?: Range;
  readonly debian?: {
    readonly package: string;
    /** How the names begin of those packages it depends on, however far, that are unpacked beside it. */
    readonly dependencies?: readonly string[];
    /** Folders of the package, besides the executables, that an image of it needs at their own place. */
    readonly data?: readonly string[];
    /** Folders that are of no use here and large. */
    readonly without?: readonly string[];
  };
  readonly go?: GoBuild;
}

const PROMETHEUS = "github.com/prometheus/prometheus";
/** Where Prometheus's own programs keep their version. */
const COMMON = "github.com/prometheus/common/version.Version";
const ALERTMANAGER = "github.com/prometheus/alertmanager";

/** Slow builds come first, so that they start first. */
export const SOFTWARE: readonly Software[] = [
  {
    name: "alertmanager",
    // Debian's wants /usr/share/prometheus/alertmanager/default.tmpl, so it runs only where it is installed.
    order: ["path", "go"],
    supported: SUPPORTED.alertmanager,
    executables: [
      { name: "alertmanager", aliases: ["prometheus-alertmanager"], go: `${ALERTMANAGER}/cmd/alertmanager` },
      { name: "amtool", go: `${ALERTMANAGER}/cmd/amtool` },
    ],
    go: {
      version: GO_MODULES.alertmanager.version,
      stamp: COMMON,
      require: { [ALERTMANAGER]: GO_MODULES.alertmanager.version },
      go: GO_MODULES.alertmanager.go,
    },
  },
  {
    name: "node_exporter",
    // Debian's is older, and there in a second where the build takes half a minute of a cold start.
    order: ["path", "debian", "go"],
    supported: SUPPORTED.node_exporter,
    executables: [
      {
        name: "node_exporter",
        aliases: ["prometheus-node-exporter"],
        debian: "usr/bin/prometheus-node-exporter",
        go: "github.com/prometheus/node_exporter",
      },
    ],
    debian: { package: "prometheus-node-exporter" },
    go: {
      version: GO_MODULES.node_exporter.version,
      stamp: COMMON,
      require: { "github.com/prometheus/node_exporter": GO_MODULES.node_exporter.version },
      go: GO_MODULES.node_exporter.go,
    },
  },
  {
    name: "prometheus",
    order: ["path", "debian", "go"],
    supported: SUPPORTED.prometheus,
    executables: [
      {
        name: "prometheus",
        debian: "usr/bin/prometheus",
        go: `${PROMETHEUS}/cmd/prometheus`,
        unpackedArgs: (root) => [`--web.local-assets=${root}/usr/share/prometheus/web/`],
      },
      { name: "promtool", debian: "usr/bin/promtool", go: `${PROMETHEUS}/cmd/promtool` },
    ],
    // Its pages are made of links into the packages of JavaScript libraries that it depends on.
    debian: {
      package: "prometheus",
      dependencies: ["libjs-", "fonts-"],
      data: ["usr/share"],
      // 212 MB of time zones' history, besides the files that hold the same for a browser.
      without: ["usr/share/javascript/moment-timezone/data", "usr/share/doc", "usr/share/sass"],
    },
    go: {
      version: GO_MODULES.prometheus.version.replace(/^0\.(\d)(\d\d)\./, "$1.$2."),
      stamp: COMMON,
      require: { [PROMETHEUS]: GO_MODULES.prometheus.version },
      go: GO_MODULES.prometheus.go,
    },
  },
  {
    name: "runit",
    order: ["path", "debian"],
    executables: ["runsvdir", "runsv", "sv", "svlogd", "chpst"].map((name) => ({ name, debian: `usr/bin/${name}` })),
    debian: { package: "runit" },
  },
  {
    name: "busybox",
    // Not Debian's busybox-static: looking up a name, or even a number, its wget crashes where glibc's own libraries differ.
    order: ["debian"],
    executables: [{ name: "busybox", debian: "bin/busybox" }],
    debian: { package: "busybox" },
  },
];
