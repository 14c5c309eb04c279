import type { Component } from "../components/component.ts";
import { COMPONENTS } from "../components/index.ts";
import type { JsonSchema } from "../schema/compile.ts";
import { when } from "../schema/index.ts";

/** Kinds that stand elsewhere than under `components:`. */
const APP = "app";

/** What environments, components and apps are called. */
export const NAME = {
  type: "string",
  pattern: "^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$",
  patternErrorMessage: "use small letters, digits and hyphens, a letter first, at most 40 characters",
};

/** What `port_offset` can be at most: some ports are left above it. */
export const MOST_PORT_OFFSET = 50_000;

const TEXTS = { type: "object", additionalProperties: { type: "string" } };

const closed = (properties: JsonSchema, required: readonly string[] = [], more: JsonSchema = {}): JsonSchema => ({
  type: "object",
  properties,
  required,
  additionalProperties: false,
  ...more,
});

const target: JsonSchema = {
  description:
    "Where it runs: auto (docker if an engine answers, else native), native, docker, { docker: { host: ssh://ops@mon1 } }, or { native: { home: /srv/watchkeeper } }.",
  default: "auto",
  type: ["string", "object"],
  ...when(
    { type: "object" },
    closed(
      {
        docker: closed({
          host: {
            type: "string",
            pattern: "^(ssh|tcp|unix)://",
            description: "As DOCKER_HOST takes it: ssh://ops@mon1, tcp://…, unix://…",
          },
        }),
        native: closed({
          home: {
            type: "string",
            pattern: "^/",
            description: "The folder of all stacks, instead of ~/.local/share/watchkeeper.",
          },
        }),
      },
      [],
      { minProperties: 1, maxProperties: 1 },
    ),
    { enum: ["auto", "native", "docker"] },
  ),
};

const faultSchema: JsonSchema = closed(
  {
    stop: { type: "string", description: "The component or app to stop." },
    set: closed(
      { app: { type: "string", description: "One of our apps." }, variables: { ...TEXTS, minProperties: 1 } },
      ["app", "variables"],
      { description: "Variables of one of our apps, set while it runs, and set back to mend." },
    ),
  },
  [],
  {
    minProperties: 1,
    maxProperties: 1,
    errorMessage: "a fault is one of `stop: NAME` and `set: { app: NAME, variables: { … } }`",
  },
);

const drill: JsonSchema = closed(
  {
    name: NAME,
    break: { ...faultSchema, description: "What to break, and to mend afterwards." },
    expect: { type: "string", description: "The alert that must fire." },
    receiver: { type: "string", description: "The receiver of Alertmanager's that must get it." },
    pages: { type: "boolean", default: true, description: "Whether it must reach the pager; false: it must not." },
    into_open_group: {
      type: "boolean",
      default: false,
      description:
        "A synthetic alert opens the group first: the real one then waits for group_interval, the worst case.",
    },
  },
  ["name", "break", "expect"],
);

const SECRET_PATH = "^(?!/)(?!.*(^|/)\\.\\.(/|$)).+$";
const secret: JsonSchema = closed(
  {
    file: {
      type: "string",
      pattern: SECRET_PATH,
      patternErrorMessage: "give a path inside of the environment's folder",
      description: "A file, relative to the environment's folder.",
    },
    env: { type: "string", pattern: "^[A-Za-z_][A-Za-z0-9_]*$", description: "A variable of the one who deploys." },
    command: {
      type: "array",
      items: { type: "string" },
      minItems: 1,
      description: "A program and its arguments, whose output is the secret.",
    },
  },
  [],
  { minProperties: 1, maxProperties: 1, errorMessage: "say where it comes from by one of file, env and command" },
);

const silence: JsonSchema = closed(
  {
    check: { type: "string", description: "The check's name, as findings show it." },
    reason: {
      type: "string",
      minLength: 1,
      description: "Why it may be silent here; whoever reads this file next wants to know.",
    },
  },
  ["check", "reason"],
);

/** What every component that is scraped takes besides (lib/render). */
const SCRAPED = {
  metric_relabel_configs: {
    type: "array",
    items: { type: "object" },
    description:
      "What becomes of its metrics before they are stored, in Prometheus's own syntax; check finds who would miss them.",
  },
};

/** A component's own settings, closed; one of several has a name. */
const settingsOf = ({ settings, scrape }: Component): JsonSchema => ({
  ...settings,
  properties: {
    ...(settings.properties as JsonSchema),
    ...(scrape === undefined ? {} : SCRAPED),
    name: { ...NAME, description: "Unique in the environment." },
  },
  additionalProperties: false,
});

const settings = Object.fromEntries(COMPONENTS.map((component) => [component.name, settingsOf(component)]));
const declarable = Object.keys(settings).filter((name) => name !== APP);
const oneOfSeveral = (name: string): JsonSchema => ({
  type: "object",
  $ref: `#/$defs/${name}`,
  required: ["name"],
});

const componentSchema = (name: string): JsonSchema => ({
  type: ["object", "array"],
  ...when({ type: "array" }, { type: "array", items: oneOfSeveral(name), minItems: 1 }, { $ref: `#/$defs/${name}` }),
});

/** environment.yml, composed from what every component says of its own settings. JSON Schema, draft 2020-12. */
export const environmentSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "watchkeeper environment",
  $defs: settings,
  ...closed(
    {
      version: { const: 1, description: "The version of this file's format." },
      name: { ...NAME, description: "The same as the folder's." },
      extends: {
        type: "string",
        pattern: "^\\.\\./[^/]+/?$",
        patternErrorMessage: "give a folder beside this one, as ../base",
        description: "Another environment's folder, whose settings hold where this file says nothing.",
      },
      target,
      paging: {
        enum: ["sandbox", "pagerduty"],
        description:
          "Where pages go: sandbox (a stand-in that runs beside) or pagerduty. It has no default, so that a typo cannot send production's pages to a toy.",
      },
      data: {
        enum: ["keep", "disposable"],
        default: "keep",
        description:
          "Whether destroy leaves metrics, silences and notification log (keep) or takes them along (disposable).",
      },
      external_labels: {
        ...TEXTS,
        propertyNames: { format: "label-name" },
        default: {},
        description: "Labels of everything that leaves this environment.",
      },
      components: closed(Object.fromEntries(declarable.map((name) => [name, componentSchema(name)])), [], {
        minProperties: 1,
        description:
          "What runs. Settings stand under a component's name; a list of { name: … } makes several of a kind.",
      }),
      apps: {
        type: "array",
        items: oneOfSeveral(APP),
        default: [],
        description:
          "Applications: deployed (app, image) or only watched (targets, *_sd_configs). They can be split over apps/*.yml.",
      },
      secrets: {
        type: "object",
        propertyNames: NAME,
        additionalProperties: secret,
        default: {},
        description: "Where each $(secret:NAME) comes from.",
      },
      drills: {
        type: "array",
        items: drill,
        default: [],
        description: "Live exercises: what breaks, and which alert must tell.",
      },
      backend: {
        type: "object",
        minProperties: 1,
        maxProperties: 1,
        additionalProperties: { type: "object" },
        description:
          "Terraform's `backend` block, whole, for a state that a team shares: `{ s3: { bucket: … } }`. Of a stack that is deployed the state moves there with `npx cdktf deploy ENV --migrate-state`.",
      },
      limits: closed(
        {
          max_time_to_page: {
            type: "string",
            format: "prometheus-duration",
            default: "5m",
            description: "How late a page may be, at worst; check warns of critical alerts that can be later.",
          },
        },
        [],
        { default: {} },
      ),
      ignore: {
        type: "array",
        items: silence,
        default: [],
        description: "Checks that are silent in this environment.",
      },
    },
    ["version", "name", "paging", "components"],
  ),
};

/** queries.yml: what the environment's people ask Prometheus. */
export const queriesSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "watchkeeper queries",
  type: "array",
  items: closed(
    {
      name: { type: "string", minLength: 1, description: "What is asked, for a person." },
      expr: { type: "string", minLength: 1, description: "The question, in PromQL." },
      expect: {
        enum: ["some", "one", "number", "any"],
        description:
          "The shape of the answer: some (one value at least), one (exactly one), number (each is finite), any (it may be empty).",
      },
      only: { enum: ["native", "docker"], description: "The only target on which it has an answer." },
    },
    ["name", "expr", "expect"],
  ),
};

/** local.yml: single keys for this checkout only. */
export const localSchema: JsonSchema = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  title: "watchkeeper local settings",
  ...closed({
    target,
    port_offset: {
      type: "integer",
      minimum: 0,
      maximum: MOST_PORT_OFFSET,
      default: 0,
      description: "Added to every port.",
    },
    instance: { ...NAME, description: "Tells a second copy of the same environment from the first." },
    images: { enum: ["registry", "made"], description: "Where images come from: official ones, or made here." },
  }),
};
