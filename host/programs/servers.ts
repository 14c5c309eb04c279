import type { Executable, Software } from "../../lib/components/software.ts";

/** Neither C's library, which the machine or the image has, nor LLVM, which is larger than all the rest, nor what only installation needs. */
const LIBRARIES = "lib(?!c6$|c-|perl|llvm|pam-|.*-perl$)|zlib1g";

/** Of no use to a server that runs. */
const WITHOUT = ["doc", "man", "lintian", "locale", "bash-completion", "perl5", "zsh"].map(
  (name) => `usr/share/${name}`,
);

/**
 * Servers that a monitored application needs, from Debian's packages. They have no build that stands alone, so scripts in
 * images/ start them with the libraries unpacked beside them, natively and in images alike.
 */
export const SERVERS: readonly Software[] = [
  {
    name: "redis",
    order: ["path", "debian"],
    supported: { from: "6.0.0", below: "9.0.0" },
    executables: scripts("redis-server", "redis-cli"),
    debian: {
      package: "redis-server",
      dependencies: `^(redis-tools|${LIBRARIES})`,
      overlay: "images/redis",
      data: ["bin", "usr", "lib"],
      without: WITHOUT,
    },
  },
  {
    name: "postgres",
    // One on the PATH would need a data folder made by its own initdb, wherever its distribution hides that.
    order: ["debian"],
    executables: scripts("postgres", "psql", "pg_isready"),
    debian: {
      package: "postgresql",
      dependencies: `^(postgresql-\\d+|postgresql-client-\\d+|${LIBRARIES})`,
      overlay: "images/postgres",
      data: ["bin", "usr", "lib"],
      without: WITHOUT,
    },
  },
  {
    name: "rabbitmq",
    order: ["debian"],
    executables: scripts("rabbitmq-server", "rabbitmqctl", "rabbitmq-diagnostics"),
    debian: {
      package: "rabbitmq-server",
      dependencies: `^(erlang-|${LIBRARIES})`,
      overlay: "images/rabbitmq",
      data: ["bin", "usr", "lib"],
      without: WITHOUT,
    },
  },
];

function scripts(...names: readonly string[]): readonly Executable[] {
  return names.map((name) => ({ name, debian: `bin/${name}` }));
}
