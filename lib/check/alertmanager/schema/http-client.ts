import type { JsonSchema } from "../../json-schema.ts";
import {
  httpClientDefinitions as ofPrometheus,
  httpClient as prometheusClient,
} from "../../prometheus/schema/http-client.ts";
import { object, type Properties, ref, since } from "../../schema-words.ts";

/**
 * Both programs share one HTTP client (prometheus/common). With which release of Alertmanager its options arrived that
 * Prometheus has since the version on the left; undefined: never. Source: go.mod of each release from 0.25 to 0.34.
 */
const ARRIVED: Readonly<Record<string, string | undefined>> = {
  "2.43": "0.26",
  "2.45": "0.26",
  "2.49": "0.27",
  "2.53": "0.28",
  "3.8": "0.30",
};

function ofAlertmanager(schema: JsonSchema): JsonSchema {
  const { "x-since": version, ...rest } = schema;
  const arrived = version === undefined ? undefined : ARRIVED[version];
  return {
    ...rest,
    ...(arrived !== undefined && { "x-since": arrived }),
    ...(rest.properties !== undefined && { properties: propertiesOf(rest.properties) }),
  };
}

const propertiesOf = (properties: Properties): Properties => {
  const known = Object.entries(properties).filter(
    ([, { "x-since": version }]) => version === undefined || version in ARRIVED,
  );
  const own = Object.fromEntries(known.map(([name, schema]) => [name, ofAlertmanager(schema)]));
  const { proxy_connect_header: header } = own;
  return header === undefined ? own : { ...own, proxy_connect_header: since("0.26", header) };
};

/** How a receiver's requests are made. */
export const httpConfig = ref("http_config", "How requests are made; the global options when absent.");

/** Definitions that `httpConfig` and every `tls_config` refer to. */
export const httpClientDefinitions: Readonly<Record<string, JsonSchema>> = {
  ...Object.fromEntries(Object.entries(ofPrometheus).map(([name, schema]) => [name, ofAlertmanager(schema)])),
  http_config: object(propertiesOf(prometheusClient), "An HTTP client.", { "x-checked-as": ["http-client"] }),
};
