/** Names of the metrics that tell of an application's requests: their rate, errors and duration. */
export interface RequestMetrics {
  /** A counter, one for each request. */
  readonly requests: string;
  /** Matchers of those of its series that count as errors, as PromQL writes them between braces; one of several will match. */
  readonly errors: readonly string[];
  /** A histogram of seconds, by its name without `_bucket`. */
  readonly duration: string;
}

/** What the clients of several languages and frameworks call these metrics, by the name that `request_metrics` takes. */
export const CONVENTIONS = {
  /** The names that Prometheus's own documentation uses, whatever the label of the status is called. */
  http: {
    requests: "http_requests_total",
    errors: ['status=~"5.."', 'code=~"5.."', 'status_code=~"5.."'],
    duration: "http_request_duration_seconds",
  },
  /** Node: express-prom-bundle has a histogram alone. */
  express: {
    requests: "http_request_duration_seconds_count",
    errors: ['status_code=~"5.."'],
    duration: "http_request_duration_seconds",
  },
  /** Python: prometheus-flask-exporter. */
  flask: {
    requests: "flask_http_request_total",
    errors: ['status=~"5.."'],
    duration: "flask_http_request_duration_seconds",
  },
  /** Python: prometheus-fastapi-instrumentator, which groups statuses unless it is told not to. */
  fastapi: {
    requests: "http_requests_total",
    errors: ['status=~"5.."'],
    duration: "http_request_duration_seconds",
  },
  /** Python: django-prometheus. */
  django: {
    requests: "django_http_responses_total_by_status_total",
    errors: ['status=~"5.."'],
    duration: "django_http_requests_latency_including_middlewares_seconds",
  },
  /** Any language: OpenTelemetry's semantic conventions for HTTP servers, as its Prometheus exporter writes them. */
  opentelemetry: {
    requests: "http_server_request_duration_seconds_count",
    errors: ['http_response_status_code=~"5.."'],
    duration: "http_server_request_duration_seconds",
  },
} as const satisfies Readonly<Record<string, RequestMetrics>>;

export type Convention = keyof typeof CONVENTIONS;

/** Matcher of one job's series. */
export const ofJob = (job: string): string => `job="${job}"`;

/** Requests a second by job. `jobs`: the matcher that says of which. */
export const requestRate = (jobs: string, { requests }: RequestMetrics): string =>
  `sum by (job) (rate(${requests}{${jobs}}[5m]))`;

/** Share of each job's requests that failed, 0 to 1; nothing while there are no requests. */
export const errorRatio = (jobs: string, metrics: RequestMetrics): string => {
  const rates = metrics.errors.map((matchers) => `rate(${metrics.requests}{${jobs}, ${matchers}}[5m])`);
  return `sum by (job) (${rates.join(" or ")}) / ${requestRate(jobs, metrics)}`;
};

/** Seconds within which this share of each job's requests was answered. */
export const latency = (jobs: string, { duration }: RequestMetrics, quantile: number): string =>
  `histogram_quantile(${quantile}, sum by (job, le) (rate(${duration}_bucket{${jobs}}[5m])))`;
