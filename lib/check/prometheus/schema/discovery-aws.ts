import type { JsonSchema } from "../../json-schema.ts";
import { choice, duration, integer, list, object, type Properties, secret, since, text } from "../../schema-words.ts";
import { httpClient } from "./http-client.ts";

/** Service discoveries of AWS. Source: discovery/aws and, for the versions, CHANGELOG.md in Prometheus. */

const access: Properties = {
  endpoint: text("Another address of the API."),
  region: text("AWS region; asked of the machine itself when absent."),
  access_key: text("Access key; AWS's own chain of credentials when absent."),
  secret_key: secret("Secret key."),
  profile: text("Named profile."),
  role_arn: text("Role to assume."),
  external_id: since("3.12", text("External id for the role.")),
  refresh_interval: duration("How often the list is read again."),
  port: integer("Port to scrape, where the list has none."),
  ...httpClient,
};
const values = list(text("A value."), "Values of the filter.");
const name = text("Name of the filter.");
const filters = list(object({ name, values }, "A filter."), "Filters of the provider's API.");
const ec2Filters = list(
  object({ name, values: { ...values, minItems: 1 } }, "A filter.", { required: ["values"] }),
  "Filters of DescribeInstances.",
);
const clusters = list(text("A cluster."), "Clusters to look at; all when absent.");

/** Services whose API is asked for one cluster after the other. */
const ofClusters = (version: string, description: string, more: Properties = {}): JsonSchema =>
  since(
    version,
    object(
      { ...access, clusters, ...more, request_concurrency: integer("Requests to the API at once.") },
      description,
      { "x-checked-as": ["http-client", "aws-clusters"] },
    ),
  );

export const awsDiscoveries: Readonly<Record<string, JsonSchema>> = {
  aws: since(
    "3.8",
    object(
      {
        role: choice(["ec2", "ecs", "elasticache", "lightsail", "msk", "rds"], "Kind of thing to find.", {
          "x-enum-since": { msk: "3.10", elasticache: "3.11", rds: "3.11" },
        }),
        ...access,
        filters,
        clusters,
      },
      "AWS, by role.",
      // Its HTTP options are not validated as those of the others are.
      { required: ["role"], "x-checked-as": [] },
    ),
  ),
  ec2: object({ ...access, filters: ec2Filters }, "AWS EC2 instances.", {
    "x-checked-as": ["late-http-client", "aws-access"],
  }),
  ecs: ofClusters("3.8", "AWS ECS tasks."),
  elasticache: ofClusters("3.11", "AWS ElastiCache nodes."),
  lightsail: object(access, "AWS Lightsail instances.", { "x-checked-as": ["late-http-client", "aws-access"] }),
  msk: ofClusters("3.10", "AWS MSK brokers."),
  rds: ofClusters("3.11", "AWS RDS instances.", { filters: since("3.13", filters) }),
};
