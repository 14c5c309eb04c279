import type { FastifyInstance, FastifyRequest } from "fastify";

/** Bodies reach the routes of this scope as they were sent, under whatever content type a client names. */
export function takeAnyBody(scope: FastifyInstance): void {
  // Fastify refuses a content type that it cannot read before it asks for a parser; one that is absent it takes.
  scope.addHook("onRequest", async ({ raw }) => {
    delete raw.headers["content-type"];
  });
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", { parseAs: "buffer" }, async (_request: FastifyRequest, body: Buffer) => body);
}

/** The JSON of such a body; undefined when it is none. */
export function jsonOf(body: unknown): unknown {
  try {
    return JSON.parse(String(body));
  } catch {
    return undefined;
  }
}
