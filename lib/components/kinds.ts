// All that can be declared: to add a component is to add its folder and one line here.
export { default as alertmanager } from "./alertmanager/index.ts";
export { default as app } from "./app/index.ts";
export { default as cadvisor } from "./cadvisor/index.ts";
export { default as grafana } from "./grafana/index.ts";
export { default as nodeExporter } from "./node-exporter/index.ts";
export { default as pagerdutySandbox } from "./pagerduty-sandbox/index.ts";
export { default as postgres } from "./postgres/index.ts";
export { default as postgresExporter } from "./postgres-exporter/index.ts";
export { default as prometheus } from "./prometheus/index.ts";
export { default as rabbitmq } from "./rabbitmq/index.ts";
export { default as redis } from "./redis/index.ts";
export { default as redisExporter } from "./redis-exporter/index.ts";
export { default as statsdExporter } from "./statsd-exporter/index.ts";
