/** A command inside a container that ends well when something takes connections on the port; of nc and bash every image has one. */
export const takesConnections = (port: number): readonly string[] => [
  "sh",
  "-c",
  `nc -z 127.0.0.1 ${port} || bash -c ': < /dev/tcp/127.0.0.1/${port}'`,
];
