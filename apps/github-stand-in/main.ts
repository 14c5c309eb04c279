import { addFaults } from "../kit/faults.ts";
import { type AppContext, type AppPart, run } from "../kit/run.ts";
import { githubStandIn } from "./manifest.ts";
import { REPOSITORIES } from "./repositories.ts";

const ROUTE = "/repos/:user/:repo";
type Status = "200" | "404" | "500";

/** The part of a repository's description that stays the same whichever it is asked for (GitHub REST API, "Get a repository"). */
function description(fullName: string) {
  const [login, name] = fullName.split("/");
  return { name, full_name: fullName, owner: { login, type: "Organization" }, private: false, fork: false };
}

function create({ server, settings, instruments }: AppContext<typeof githubStandIn>): AppPart {
  addFaults(server, settings, new Set([ROUTE]));
  server.get<{ Params: { user: string; repo: string } }>(
    ROUTE,
    {
      onResponse: async (_request, reply) => {
        instruments.github_stand_in_requests_total.inc({ status: String(reply.statusCode) as Status });
      },
    },
    ({ params: { user, repo } }, reply) => {
      const asked = `${user}/${repo}`.toLowerCase();
      const known = REPOSITORIES.find((name) => name === asked);
      return known === undefined ? reply.code(404).send({ message: "Not Found", status: "404" }) : description(known);
    },
  );
  return {};
}

await run({ manifest: githubStandIn, create });
