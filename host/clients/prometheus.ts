import { ask, askJson, type Get, parseJson, reasonOf, said, Unanswered } from "./ask.ts";
import { metricValue } from "./exposition.ts";

/** One series of an instant query's answer. A scalar has no labels. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  /** NaN and the infinities as numbers. */
  readonly value: number;
}

/** A target as Prometheus scrapes it. */
export interface ScrapeTarget {
  readonly discoveredLabels: Readonly<Record<string, string>>;
  readonly labels: Readonly<Record<string, string>>;
  /** Name of the job that it belongs to. */
  readonly scrapePool: string;
  readonly scrapeUrl: string;
  readonly health: "up" | "down" | "unknown";
  /** Empty when the last scrape succeeded. */
  readonly lastError: string;
}

export interface LoadedRule {
  readonly type: "alerting" | "recording";
  readonly name: string;
  /** Its expression, as Prometheus prints it. */
  readonly query: string;
  /** `for` of an alert, in seconds. */
  readonly duration?: number;
  /** `keep_firing_for` of an alert, in seconds; since 2.42. */
  readonly keepFiringFor?: number;
  /** Its own and its group's, and none that the data adds. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Of an alert, templates as they are written. */
  readonly annotations?: Readonly<Record<string, string>>;
  readonly health: "ok" | "err" | "unknown";
  readonly lastError?: string;
  /** RFC 3339; year 1 when it has never been evaluated. */
  readonly lastEvaluation: string;
}

export interface LoadedGroup {
  readonly name: string;
  /** Absolute path of its file. */
  readonly file: string;
  readonly rules: readonly LoadedRule[];
}

interface PrometheusAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: "pending" | "firing";
  readonly activeAt: string;
}

/** Prometheus answers, and cannot evaluate the expression. `message` holds its own words. */
export class BadQuery extends Unanswered {}

/** The HTTP API of one Prometheus (prometheus.io/docs/prometheus/latest/querying/api). All methods throw Unanswered. */
export interface PrometheusClient {
  readonly name: string;
  /** An instant query, now. Throws BadQuery for an expression that cannot be evaluated. */
  query(expr: string): Promise<readonly Sample[]>;
  /** The configuration that runs, as YAML, defaults filled in. */
  configuration(): Promise<string>;
  /** Command-line flags by name, without dashes. */
  flags(): Promise<Readonly<Record<string, string>>>;
  targets(): Promise<readonly ScrapeTarget[]>;
  rules(): Promise<readonly LoadedGroup[]>;
  alerts(): Promise<readonly PrometheusAlert[]>;
  /** URLs that take its alerts. */
  alertmanagers(): Promise<readonly string[]>;
  /** One of its own metrics without labels, as it is now and not as it was last scraped. */
  metric(name: string): Promise<number | undefined>;
}

export function prometheusClient(name: string, get: Get): PrometheusClient {
  const data = async <T>(path: string): Promise<T> => (await askJson<{ data: T }>(name, get, `/api/v1${path}`)).data;
  return {
    name,
    query: (expr) => query(name, get, expr),
    configuration: async () => (await data<{ yaml: string }>("/status/config")).yaml,
    flags: () => data("/status/flags"),
    targets: async () => (await data<{ activeTargets: ScrapeTarget[] }>("/targets?state=active")).activeTargets,
    rules: async () => (await data<{ groups: LoadedGroup[] }>("/rules")).groups,
    alerts: async () => (await data<{ alerts: PrometheusAlert[] }>("/alerts")).alerts,
    alertmanagers: async () => {
      const { activeAlertmanagers } = await data<{ activeAlertmanagers: { url: string }[] }>("/alertmanagers");
      return activeAlertmanagers.map(({ url }) => url);
    },
    metric: async (metric) => metricValue(await ask(name, get, "/metrics"), metric),
  };
}

type Point = readonly [seconds: number, value: string];

type QueryAnswer =
  | { readonly status: "error"; readonly error: string }
  | { readonly status: "success"; readonly data: QueryData };

type QueryData =
  | { readonly resultType: "scalar"; readonly result: Point }
  | { readonly resultType: "vector"; readonly result: readonly { metric: Record<string, string>; value: Point }[] }
  | { readonly resultType: "matrix" | "string"; readonly result: unknown };

/** A refused expression is answered with 400 or 422, and the reason as JSON. */
async function query(name: string, get: Get, expr: string): Promise<readonly Sample[]> {
  const answer = await get(`/api/v1/query?query=${encodeURIComponent(expr)}`).catch((error: unknown) => {
    throw new Unanswered(`${name} does not answer: ${reasonOf(error)}`);
  });
  if (!answer.body.startsWith("{")) throw new Unanswered(`${name} answers a query with ${said(answer)}`);
  const parsed = parseJson<QueryAnswer>(answer.body, `${name} answers a query`);
  if (parsed.status === "error") throw new BadQuery(`${name} cannot evaluate it: ${parsed.error}`);
  return samplesOf(name, parsed.data);
}

function samplesOf(name: string, data: QueryData): readonly Sample[] {
  if (data.resultType === "scalar") return [{ labels: {}, value: sampleValue(data.result[1]) }];
  if (data.resultType === "vector")
    return data.result.map(({ metric, value }) => ({ labels: metric, value: sampleValue(value[1]) }));
  throw new Unanswered(`${name} answers with a ${data.resultType}, and not with a value for each series`);
}

/** Go writes the infinities shorter than JavaScript reads them. */
const sampleValue = (text: string): number => Number(text.replace("Inf", "Infinity"));
