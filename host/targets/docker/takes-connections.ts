/**
 * A command inside a container that ends well when something listens on the port there. By Linux's tables (proc(5): state 0A is
 * LISTEN): every image has grep, few have a client, and a server that logs each connection stays quiet.
 */
export const takesConnections = (port: number): readonly string[] => [
  "grep",
  "-qs",
  `:${port.toString(16).toUpperCase().padStart(4, "0")} 0*:0000 0A`,
  "/proc/net/tcp",
  "/proc/net/tcp6",
];
