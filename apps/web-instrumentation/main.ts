import { watchScratch } from "../kit/fault-disk.ts";
import { holdFaultMemory } from "../kit/fault-memory.ts";
import { addFaults } from "../kit/faults.ts";
import { AtMost, Refusal } from "../kit/refusal.ts";
import { type AppContext, type AppPart, run } from "../kit/run.ts";
import { type Outcome, repository } from "./github.ts";
import { STATES, webInstrumentation } from "./manifest.ts";

type Context = AppContext<typeof webInstrumentation>;
type State = (typeof STATES)[number];

/** Requirements, section web-instrumentation: the second variant. */
const LINEAR_BUCKETS = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];
const MAX_LIST_SIZE = 10_000;
const MAX_REQUESTS_TO_GITHUB = 20;
const FAULTY_ROUTES = new Set(["/", "/about", "/repos/:user/:repo"]);

const NUMBER_PARAMETER = {
  params: { type: "object", properties: { number: { type: "integer", minimum: 0, maximum: 1_000_000_000 } } },
};
/** As GitHub names accounts (letters, digits, single hyphens inside) and repositories. */
const REPOSITORY_PARAMETERS = {
  params: {
    type: "object",
    properties: {
      user: { type: "string", maxLength: 39, pattern: "^[A-Za-z0-9](-?[A-Za-z0-9])*$" },
      repo: { type: "string", maxLength: 100, pattern: "^(?!\\.{1,2}$)[A-Za-z0-9._-]+$" },
    },
  },
};

function addPages({ server, instruments }: Context): void {
  server.get("/", () => {
    instruments.home_page_visits_total.inc();
    return "Home: see /about, /add/5, /remove/5, /repos/prometheus/prometheus and /metrics\n";
  });
  server.get("/about", () => {
    instruments.about_page_visits_total.inc();
    return "An application that shows one metric of each kind\n";
  });
}

function addList({ server, instruments }: Context): void {
  const numbers: number[] = [];
  const count = () => instruments.list_size.set({ list: "my_list" }, numbers.length);
  server.get<{ Params: { number: number } }>("/add/:number", { schema: NUMBER_PARAMETER }, ({ params: { number } }) => {
    if (numbers.length >= MAX_LIST_SIZE)
      throw new Refusal(409, `my_list holds ${MAX_LIST_SIZE} numbers: remove one first`);
    numbers.push(number);
    count();
    return `Added ${number} to my_list`;
  });
  server.get<{ Params: { number: number } }>(
    "/remove/:number",
    { schema: NUMBER_PARAMETER },
    ({ params: { number } }) => {
      const position = numbers.indexOf(number);
      if (position < 0) throw new Refusal(404, `${number} is not in my_list`);
      numbers.splice(position, 1);
      count();
      return `Removed ${number} from my_list`;
    },
  );
}

/** Whoever gives no answer at all is missing. */
const NO_ANSWER: ReadonlySet<Outcome> = new Set(["timeout", "unreachable"]);

function addRepositories({ server, settings, instruments }: Context, enter: (state: State) => void): void {
  const atMost = new AtMost(MAX_REQUESTS_TO_GITHUB);
  const github = { baseUrl: settings.get("GITHUB_API_URL"), timeoutSeconds: settings.get("GITHUB_TIMEOUT_SECONDS") };
  const observe = (seconds: number) => {
    instruments.request_duration_seconds.observe({ method: "GET", endpoint: "/repos" }, seconds);
    instruments.request_processing_seconds.observe({ method: "get", endpoint: "/repos" }, seconds);
  };
  const tell = (outcome: Outcome) => {
    instruments.github_requests_total.inc({ outcome });
    enter(NO_ANSWER.has(outcome) ? "missing" : "running");
  };
  server.get<{ Params: { user: string; repo: string } }>(
    "/repos/:user/:repo",
    {
      schema: REPOSITORY_PARAMETERS,
      onResponse: async (_request, reply) => {
        if (reply.statusCode !== 400) observe(reply.elapsedTime / 1000);
      },
    },
    ({ params: { user, repo } }) => atMost.run(() => repository(github, user, repo, tell)),
  );
}

function create(context: Context): AppPart {
  const { server, settings, instruments } = context;
  let now: State = "loading";
  const enter = (state: State) => {
    // What it still finishes while it stops does not start it again.
    if (now !== "stopped") now = state;
    for (const one of STATES) instruments.application_state.set({ application_state: one }, one === now ? 1 : 0);
  };
  enter("loading");
  instruments.application_info_info.set({ version: "1.0.0", author: "watchkeeper" }, 1);
  addFaults(server, settings, FAULTY_ROUTES);
  holdFaultMemory(settings);
  watchScratch(context);
  addPages(context);
  addList(context);
  addRepositories(context, enter);
  server.addHook("preClose", async () => enter("stopped"));
  return { begin: () => enter("running") };
}

await run({
  manifest: webInstrumentation,
  metrics: (settings) =>
    webInstrumentation.metrics.map((metric) =>
      metric.name === "request_duration_seconds" && settings.get("BUCKETS") === "linear"
        ? { ...metric, buckets: LINEAR_BUCKETS }
        : metric,
    ),
  create,
});
