import { UserError } from "../errors.ts";
import { lastLines } from "../run.ts";

interface Kind {
  readonly said: RegExp;
  readonly message: string;
  readonly help: string;
}

/**
 * What the system says of a socket, and the Docker client (versions 20.10 to 28) of an engine elsewhere, most telling first:
 * several of these occur in one text.
 */
const KINDS: readonly Kind[] = [
  {
    said: /permission denied|EACCES/i,
    message: "no right to use the Docker engine",
    help: "add yourself to its group with `sudo usermod -aG docker $USER` and log in again, or use `--target native`",
  },
  {
    said: /x509|tls:|certificate|HTTP response to HTTPS client|HTTP request to an HTTPS server|(ca|cert|key)\.pem/i,
    message: "the Docker engine's TLS does not fit",
    help: "see that DOCKER_TLS_VERIFY and DOCKER_CERT_PATH name the certificates of this engine",
  },
  {
    said: /no such host|could not resolve|i\/o timeout|timed out|no route to host|network is unreachable|no answer in time|exit status 255|broken pipe|does not speak the API of a Docker engine/i,
    message: "the Docker engine's host does not answer as one",
    help: "see that the host in `target` or DOCKER_HOST is right, and that you reach it: `docker --host HOST version`",
  },
  {
    said: /unable to (resolve docker endpoint|parse docker host)|invalid (bind address|port|proto)/i,
    message: "the Docker engine's address is malformed",
    help: "write it as `ssh://user@host`, `tcp://host:2376` or `unix:///path/to/docker.sock`",
  },
];

const NO_ENGINE = {
  message: "no Docker engine answers",
  help: "start it (`sudo systemctl start docker`), name another with `target: { docker: { host: … } }` or DOCKER_HOST, or use `--target native`",
};

export const noClient = (): UserError =>
  new UserError("the Docker client (`docker`) is not on the PATH", {
    help: "install it (Debian: `sudo apt-get install docker.io`), or use `--target native`, which needs no Docker",
  });

/** Tells apart, by what the client said, why an engine cannot be used. `host`: as asked for; undefined is the client's default. */
export function engineFailure(said: string, host: string | undefined): UserError {
  const kind = KINDS.find((candidate) => candidate.said.test(said)) ?? NO_ENGINE;
  return new UserError(`${kind.message}${host === undefined ? "" : ` (${host})`}: ${lastLines(said, 2)}`, {
    help: kind.help,
  });
}
