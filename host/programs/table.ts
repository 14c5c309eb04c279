import { COMPONENTS } from "../../lib/components/index.ts";
import { debianExporter, type GoBuild, releaseOf, type Software } from "../../lib/components/software.ts";
import { GO_MODULES, IMAGES, SUPPORTED } from "../../versions.ts";
import { SERVERS } from "./servers.ts";

const PROMETHEUS = "github.com/prometheus/prometheus";
const ALERTMANAGER = "github.com/prometheus/alertmanager";
const THANOS = "github.com/thanos-io/thanos";

/** A module whose program keeps its version where all of Prometheus's family do. */
function goModule(path: string, pin: keyof typeof GO_MODULES, more: Partial<GoBuild> = {}): GoBuild {
  const { version, go } = GO_MODULES[pin];
  return { version, go, stamp: "github.com/prometheus/common/version.Version", require: { [path]: version }, ...more };
}

/** Slow builds come first, so that they start first. */
export const SOFTWARE: readonly Software[] = [
  {
    name: "thanos",
    order: ["path", "release", "go"],
    executables: [{ name: "thanos", go: `${THANOS}/cmd/thanos` }],
    release: releaseOf("thanos-io/thanos", IMAGES.thanos),
    go: goModule(THANOS, "thanos", {
      // Without the first, sidecar and receive panic: their labels are built for it.
      tags: ["slicelabels", "netgo"],
      replace: {
        "capnproto.org/go/capnp/v3": "capnproto.org/go/capnp/v3 v3.0.0-alpha.30",
        "github.com/bradfitz/gomemcache": "github.com/themihai/gomemcache v0.0.0-20180902122335-24332e2d58ab",
        "github.com/sercand/kuberesolver/v4": "github.com/sercand/kuberesolver/v5 v5.1.1",
        "github.com/vimeo/galaxycache": "github.com/thanos-community/galaxycache v0.0.0-20211122094458-3a32041a1f1e",
        "gopkg.in/alecthomas/kingpin.v2": "github.com/alecthomas/kingpin v1.3.8-0.20210601060133-17f40c25f497",
        "zenhack.net/go/util": "github.com/zenhack/go-util v0.0.0-20231005031245-66f5419c2aea",
      },
    }),
  },
  {
    name: "alertmanager",
    // Debian's wants /usr/share/prometheus/alertmanager/default.tmpl, so it runs only where it is installed.
    order: ["path", "release", "go"],
    supported: SUPPORTED.alertmanager,
    assets: "/usr/share/prometheus/alertmanager",
    executables: [
      { name: "alertmanager", aliases: ["prometheus-alertmanager"], go: `${ALERTMANAGER}/cmd/alertmanager` },
      { name: "amtool", go: `${ALERTMANAGER}/cmd/amtool` },
    ],
    release: releaseOf("prometheus/alertmanager", IMAGES.alertmanager),
    go: goModule(ALERTMANAGER, "alertmanager", { quick: true }),
  },
  {
    name: "statsd_exporter",
    order: ["path", "release", "go"],
    executables: [
      {
        name: "statsd_exporter",
        aliases: ["prometheus-statsd-exporter"],
        go: "github.com/prometheus/statsd_exporter",
      },
    ],
    release: releaseOf("prometheus/statsd_exporter", IMAGES.statsd_exporter),
    go: goModule("github.com/prometheus/statsd_exporter", "statsd_exporter"),
  },
  {
    name: "cadvisor",
    // Debian has none any more, no checksums stand beside its releases, and the program's module cannot be built: its library
    // can, with a main of our own.
    order: ["path", "go"],
    executables: [{ name: "cadvisor", go: "watchkeeper.invalid/cadvisor" }],
    go: goModule("github.com/google/cadvisor", "cadvisor", { stamp: "main.version", source: "images/cadvisor" }),
  },
  {
    name: "node_exporter",
    // Debian's is older, and there in a second where the build takes half a minute of a cold start.
    order: ["path", "debian", "release", "go"],
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
    release: releaseOf("prometheus/node_exporter", IMAGES.node_exporter),
    go: goModule("github.com/prometheus/node_exporter", "node_exporter"),
  },
  {
    name: "prometheus",
    order: ["path", "debian", "release", "go"],
    supported: SUPPORTED.prometheus,
    assets: "/usr/share/prometheus/web",
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
      dependencies: "^(libjs|fonts)-",
      data: ["usr/share"],
      // 212 MB of time zones' history, besides the files that hold the same for a browser.
      without: ["usr/share/javascript/moment-timezone/data", "usr/share/doc", "usr/share/sass"],
    },
    release: releaseOf("prometheus/prometheus", IMAGES.prometheus),
    go: goModule(PROMETHEUS, "prometheus", {
      version: GO_MODULES.prometheus.version.replace(/^0\.(\d)(\d\d)\./, "$1.$2."),
    }),
  },
  {
    name: "pushgateway",
    order: ["path", "debian", "release"],
    assets: "/usr/share/prometheus/pushgateway",
    executables: [
      {
        name: "pushgateway",
        aliases: ["prometheus-pushgateway"],
        debian: "usr/bin/prometheus-pushgateway",
        unpackedArgs: (root) => [`--web.local-assets=${root}/usr/share/prometheus/pushgateway`],
      },
    ],
    debian: {
      package: "prometheus-pushgateway",
      dependencies: "^(libjs|fonts)-",
      data: ["usr/share"],
      without: ["usr/share/doc", "usr/share/sass"],
    },
    release: releaseOf("prometheus/pushgateway", IMAGES.pushgateway),
  },
  ...SERVERS,
  debianExporter("blackbox_exporter", "prometheus-blackbox-exporter", {
    image: IMAGES.blackbox_exporter,
    repository: "prometheus/blackbox_exporter",
  }),
  ...COMPONENTS.flatMap(({ software }) => software ?? []),
  {
    name: "runit",
    order: ["path", "debian"],
    versionless: true,
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
