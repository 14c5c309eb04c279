import { createHash } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { gzipSync } from "node:zlib";
import { tar } from "../../host/engine/tar.ts";

/** An image registry on this machine. */
export interface Registry {
  readonly url: string;
  /** Names of the images that were asked for, with their tags: `prom/prometheus:v3.15.0`. */
  readonly asked: Set<string>;
  close(): Promise<void>;
}

const digest = (bytes: Buffer): string => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;

const MEDIA = {
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
} as const;

/** The same small image under every name but those that `lacks`; by the Docker Registry HTTP API V2, for pulls only. */
export async function startRegistry(lacks: (name: string) => boolean = () => false): Promise<Registry> {
  const blobs = await image();
  const asked = new Set<string>();
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const [, name = "", kind = "", reference = ""] =
      /^\/v2\/(.+)\/(manifests|blobs)\/(.+)$/.exec(request.url ?? "") ?? [];
    if (kind === "") return response.end("{}");
    if (kind === "manifests") asked.add(`${name}:${reference}`);
    const blob = kind === "manifests" ? blobs.get("manifest") : blobs.get(reference);
    if (blob === undefined || lacks(name))
      return response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
    const type = kind === "manifests" ? MEDIA.manifest : "application/octet-stream";
    const headers = { "Content-Type": type, "Content-Length": blob.length, "Docker-Content-Digest": digest(blob) };
    return response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : blob);
  };
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Manifest, configuration and one layer of an image, by digest. */
async function image(): Promise<ReadonlyMap<string, Buffer>> {
  const layer = await buffer(tar([{ path: "hello", text: "from the registry\n" }]));
  const packed = gzipSync(layer);
  const config = Buffer.from(
    JSON.stringify({
      architecture: process.arch === "x64" ? "amd64" : process.arch,
      os: "linux",
      config: { Entrypoint: ["/hello"] },
      rootfs: { type: "layers", diff_ids: [digest(layer)] },
    }),
  );
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType: MEDIA.manifest,
      config: { mediaType: MEDIA.config, size: config.length, digest: digest(config) },
      layers: [{ mediaType: MEDIA.layer, size: packed.length, digest: digest(packed) }],
    }),
  );
  return new Map([
    [digest(config), config],
    [digest(packed), packed],
    [digest(manifest), manifest],
    ["manifest", manifest],
  ]);
}
