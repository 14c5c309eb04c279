import type { JsonSchema } from "../../json-schema.ts";
import {
  boolean,
  choice,
  duration,
  integer,
  list,
  object,
  type Properties,
  path,
  ref,
  secret,
  since,
  text,
} from "../../schema-words.ts";
import { httpClient } from "./http-client.ts";

/** Service discoveries of cloud providers. Source: the SDConfig of each folder of discovery/ in Prometheus. */

const refresh = duration("How often the list is read again.");
const port = integer("Port to scrape, where the list has none.");
const tagSeparator = text("What joins tags into one label.", { default: "," });
const filters = list(
  object({ name: text("Name of the filter."), values: list(text("A value."), "Values of the filter.") }, "A filter."),
  "Filters of the provider's API.",
);

const awsAccess: Properties = {
  endpoint: text("Another address of the API."),
  region: text("AWS region; asked of the machine itself when absent."),
  access_key: text("Access key; AWS's own chain of credentials when absent."),
  secret_key: secret("Secret key."),
  profile: text("Named profile."),
  role_arn: text("Role to assume."),
  external_id: since("3.12", text("External id for the role.")),
  refresh_interval: refresh,
  port,
  ...httpClient,
};
const ec2Filters = list(
  object(
    { name: text("Name of the filter."), values: list(text("A value."), "Values of the filter.", { minItems: 1 }) },
    "A filter.",
    { required: ["values"] },
  ),
  "Filters of DescribeInstances.",
);

export const cloudDiscoveries: Readonly<Record<string, JsonSchema>> = {
  aws: since(
    "3.8",
    object(
      {
        role: choice(["ec2", "ecs", "elasticache", "lightsail", "msk", "rds"], "Kind of thing to find."),
        ...awsAccess,
        filters,
        clusters: list(text("A cluster."), "Clusters to look at."),
      },
      "AWS, by role.",
      // Its HTTP options are not validated as those of the others are.
      { required: ["role"], "x-checked-as": [] },
    ),
  ),
  azure: object(
    {
      environment: text("Azure environment.", { default: "AzurePublicCloud" }),
      port,
      subscription_id: text("Subscription.", { minLength: 1 }),
      tenant_id: text("Tenant, for OAuth."),
      client_id: text("Client, for OAuth."),
      client_secret: secret("Client secret, for OAuth."),
      refresh_interval: refresh,
      authentication_method: choice(["OAuth", "ManagedIdentity", "SDK", "WorkloadIdentity"], "How to authenticate.", {
        default: "OAuth",
      }),
      resource_group: text("Only this resource group."),
      ...httpClient,
    },
    "Azure virtual machines.",
    { required: ["subscription_id"], "x-checked-as": ["http-client", "azure-sd"] },
  ),
  digitalocean: object(
    {
      ...httpClient,
      refresh_interval: refresh,
      port,
      role: since("3.12", choice(["droplets", "databases"], "Kind of thing to find.", { default: "droplets" })),
    },
    "DigitalOcean.",
  ),
  ec2: object({ ...awsAccess, filters: ec2Filters }, "AWS EC2 instances.", {
    "x-checked-as": ["http-client", "aws-access"],
  }),
  gce: object(
    {
      project: text("Project.", { minLength: 1 }),
      zone: text("Zone.", { minLength: 1 }),
      filter: text("Filter of the API."),
      refresh_interval: refresh,
      port,
      tag_separator: tagSeparator,
    },
    "Google Compute Engine instances.",
    { required: ["project", "zone"], "x-checked-as": [] },
  ),
  hetzner: object(
    {
      ...httpClient,
      refresh_interval: refresh,
      port,
      role: choice(["robot", "hcloud"], "Kind of thing to find."),
      label_selector: since("3.5", text("Only servers with these labels.")),
    },
    "Hetzner.",
    { required: ["role"] },
  ),
  ionos: object(
    { datacenter_id: text("Data centre.", { minLength: 1 }), ...httpClient, refresh_interval: refresh, port },
    "IONOS Cloud servers.",
    { required: ["datacenter_id"] },
  ),
  lightsail: object(awsAccess, "AWS Lightsail instances.", { "x-checked-as": ["http-client", "aws-access"] }),
  linode: object(
    {
      ...httpClient,
      refresh_interval: refresh,
      port,
      tag_separator: tagSeparator,
      region: since("2.52", text("Only this region.")),
    },
    "Linode instances.",
  ),
  oci: since(
    "3.14",
    object(
      {
        auth: choice(["api_key", "instance_principal"], "How to authenticate.", { default: "api_key" }),
        tenancy: text("Tenancy."),
        user: text("User."),
        fingerprint: text("Fingerprint of the key."),
        key_file: path("File with the key."),
        key_passphrase: secret("Passphrase of the key."),
        key_passphrase_file: path("File with the passphrase."),
        region: text("Region.", { minLength: 1 }),
        compartments: list(text("A compartment.", { minLength: 1 }), "Compartments to look at."),
        ...httpClient,
        port,
        refresh_interval: refresh,
      },
      "Oracle Cloud instances.",
      { required: ["region"], "x-checked-as": ["http-client", "oci-sd"] },
    ),
  ),
  openstack: object(
    {
      identity_endpoint: text("Address of the identity service."),
      username: text("User name."),
      userid: text("User id."),
      password: secret("Password."),
      project_name: text("Project, by name."),
      project_id: text("Project, by id."),
      domain_name: text("Domain, by name."),
      domain_id: text("Domain, by id."),
      application_credential_name: text("Application credential, by name."),
      application_credential_id: text("Application credential, by id."),
      application_credential_secret: secret("Secret of the application credential."),
      role: choice(["hypervisor", "instance", "loadbalancer"], "Kind of thing to find."),
      region: text("Region.", { minLength: 1 }),
      refresh_interval: refresh,
      port,
      all_tenants: boolean("Look at all projects.", { default: false }),
      tls_config: ref("tls_config"),
      availability: choice(["public", "internal", "admin"], "Kind of end point to use.", { default: "public" }),
    },
    "OpenStack.",
    { required: ["role", "region"], "x-checked-as": [] },
  ),
  outscale: since(
    "3.12",
    object(
      {
        endpoint: text("Another address of the API."),
        region: text("Region.", { default: "eu-west-2", minLength: 1 }),
        access_key: text("Access key.", { minLength: 1 }),
        secret_key: secret("Secret key."),
        secret_key_file: path("File with the secret key."),
        refresh_interval: refresh,
        port,
        ...httpClient,
      },
      "Outscale virtual machines.",
      { required: ["access_key"], "x-checked-as": ["http-client", "secret-key"] },
    ),
  ),
  ovhcloud: object(
    {
      endpoint: text("End point.", { default: "ovh-eu", minLength: 1 }),
      application_key: text("Application key.", { minLength: 1 }),
      application_secret: secret("Application secret.", { minLength: 1 }),
      consumer_key: secret("Consumer key.", { minLength: 1 }),
      refresh_interval: refresh,
      service: choice(["dedicated_server", "vps"], "Kind of thing to find."),
    },
    "OVHcloud.",
    { required: ["application_key", "application_secret", "consumer_key", "service"], "x-checked-as": [] },
  ),
  scaleway: object(
    {
      project_id: text("Project.", { minLength: 1 }),
      api_url: text("Another address of the API."),
      zone: text("Zone.", { default: "fr-par-1" }),
      access_key: text("Access key.", { minLength: 1 }),
      secret_key: secret("Secret key."),
      secret_key_file: path("File with the secret key."),
      name_filter: text("Only servers with this in their name."),
      tags_filter: list(text("A tag."), "Only servers with these tags."),
      ...httpClient,
      refresh_interval: refresh,
      port,
      role: choice(["instance", "baremetal"], "Kind of thing to find."),
    },
    "Scaleway.",
    { required: ["role", "project_id", "access_key"], "x-checked-as": ["http-client", "secret-key"] },
  ),
  stackit: since(
    "3.5",
    object(
      {
        ...httpClient,
        project: text("Project."),
        refresh_interval: refresh,
        port,
        region: text("Region.", { default: "eu01" }),
        endpoint: text("Another address of the API.", { format: "go-url" }),
        service_account_key: secret("Service account key."),
        private_key: secret("Private key."),
        service_account_key_path: path("File with the service account key."),
        private_key_path: path("File with the private key."),
        credentials_file_path: path("File with credentials."),
      },
      "STACKIT servers.",
    ),
  ),
  triton: object(
    {
      account: text("Account.", { minLength: 1 }),
      role: choice(["container", "cn"], "Kind of thing to find.", { default: "container" }),
      dns_suffix: text("DNS suffix of targets.", { minLength: 1 }),
      endpoint: text("Discovery end point.", { minLength: 1 }),
      groups: list(text("A group."), "Groups to look at."),
      port,
      refresh_interval: refresh,
      tls_config: ref("tls_config"),
      version: integer("Version of the API.", { default: 1 }),
    },
    "Triton.",
    { required: ["account", "dns_suffix", "endpoint"], "x-checked-as": ["positive-refresh"] },
  ),
  vultr: object({ ...httpClient, refresh_interval: refresh, port }, "Vultr instances."),
};
