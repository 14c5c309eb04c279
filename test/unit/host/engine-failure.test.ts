import { describe, expect, test } from "vitest";
import { engineFailure } from "../../../host/engine/failure.ts";

/** What docker clients 20.10 and 28 said, and what a person is told. */
const SAID = {
  "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: dial unix: connect: permission denied":
    "no right to use the Docker engine",
  "Got permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock":
    "no right to use the Docker engine",
  "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?":
    "no Docker engine answers",
  "Cannot connect to the Docker daemon at tcp://127.0.0.1:1. Is the docker daemon running?": "no Docker engine answers",
  'error during connect: Get "https://mon1:2376/v1.50/info": tls: failed to verify certificate: x509: certificate signed by unknown authority':
    "the Docker engine's TLS does not fit",
  "Failed to initialize: unable to resolve docker endpoint: open /home/ops/.docker/ca.pem: no such file or directory":
    "the Docker engine's TLS does not fit",
  "Error response from daemon: Client sent an HTTP request to an HTTPS server.": "the Docker engine's TLS does not fit",
  'error during connect: Get "http://mon1:2375/v1.50/info": dial tcp: lookup mon1: no such host':
    "the Docker engine's host does not answer as one",
  "command [ssh -l ops -- mon1 docker system dial-stdio] has exited with exit status 255, stderr=ssh: connect to host mon1 port 22: Connection timed out":
    "the Docker engine's host does not answer as one",
  "error while Copy (stdin to stream): write |1: broken pipe": "the Docker engine's host does not answer as one",
  "no answer in time": "the Docker engine's host does not answer as one",
  "Failed to initialize: unable to resolve docker endpoint: invalid bind address format: bad://x":
    "the Docker engine's address is malformed",
};

describe("why an engine cannot be used is told apart", () => {
  test.each(Object.entries(SAID))("%s", (said, message) => {
    const error = engineFailure(said, "tcp://mon1");
    expect(error.message).toContain(`${message} (tcp://mon1): `);
    expect(error.message).toContain(said.split("\n")[0]);
    expect(error.help).toBeTruthy();
  });
});
