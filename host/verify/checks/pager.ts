import { randomUUID } from "node:crypto";
import type { ReceiverConfiguration } from "../../../lib/alertmanager/index.ts";
import { reasonOf, said, Unanswered } from "../../clients/ask.ts";
import { changesUrl, PAGERDUTY_EVENTS_URL, sendChange } from "../../clients/events-api.ts";
import type { SandboxClient } from "../../clients/pagerduty-sandbox.ts";
import { isHere } from "../../targets/docker/engine.ts";
import { type Check, type Context, forEach, type Seen } from "../check.ts";
import { readTexts, renderedText } from "../rendered.ts";
import { secretText } from "../secret-text.ts";

/**
 * Each routing key is taken where its pages go: proven by a change event, which notifies nobody. Source: PagerDuty's
 * "Send a change event", POST /v2/change/enqueue.
 */
export const pager: Check = {
  name: "pager",
  run: (context) => forEach(waysOf(context), (way) => seeWay(context, way)),
};

/** How pages of one receiver leave. */
export interface Way {
  /** Of the secret that holds the routing key. */
  readonly name: string;
  /** Where its alerts go: `…/v2/enqueue`. */
  readonly eventsUrl: string;
}

/** Each pair of key and address once. */
function waysOf(context: Context): readonly Way[] {
  const ways = context.alertmanagers.flatMap(({ name }) =>
    waysIn(renderedText(context, name, "alertmanager.yml"), context.composed.site.path(name, "secret")),
  );
  return [...new Map(ways.map((way) => [`${way.name} ${way.eventsUrl}`, way])).values()];
}

interface PagingConfiguration {
  readonly global?: { readonly pagerduty_url?: string };
  readonly receivers?: readonly ReceiverConfiguration[];
}
interface PagerdutyConfig {
  readonly routing_key_file?: string;
  readonly url?: string;
}

/** The ways that an alertmanager.yml names, for keys in files of `secretFolder`. */
export function waysIn(text: string, secretFolder: string): readonly Way[] {
  const { global, receivers = [] } = readTexts(text) as PagingConfiguration;
  const configs = receivers.flatMap((receiver) => (receiver.pagerduty_configs ?? []) as readonly PagerdutyConfig[]);
  return configs.flatMap(({ routing_key_file: file, url }) =>
    file?.startsWith(`${secretFolder}/`)
      ? [{ name: file.slice(secretFolder.length + 1), eventsUrl: url ?? global?.pagerduty_url ?? PAGERDUTY_EVENTS_URL }]
      : [],
  );
}

async function seeWay(context: Context, { name, eventsUrl }: Way): Promise<Seen> {
  const { text: key } = await secretText(context, name);
  const sandbox = sandboxAt(context, eventsUrl);
  if (sandbox !== undefined && !(await isHere(context.composed.destination))) return outOfReach(name, sandbox.client);
  const url = changesUrl(sandbox?.eventsUrl ?? eventsUrl);
  try {
    const evidence = await prove(url, key, context.composed.environment.stack, sandbox?.client);
    return { subject: name, status: "pass", evidence };
  } catch (error) {
    const help = `pages cannot leave either: see that ${new URL(url).host} is reached from here, and that the key is one of its integrations`;
    return { subject: name, status: "fail", evidence: `${url}: ${reasonOf(error)}`, help };
  }
}

const outOfReach = (subject: string, sandbox: SandboxClient): Seen => ({
  subject,
  status: "warn",
  evidence: `not proven: ${sandbox.name} is on the engine's machine, and takes events there only`,
  help: "npx zx scripts/drill.mjs proves it with a real page",
});

/** What shows that a change event was taken. Rejects with what was answered otherwise. */
async function prove(url: string, key: string, stack: string, sandbox: SandboxClient | undefined): Promise<string> {
  const id = randomUUID();
  const summary = `watchkeeper verifies ${stack}: this is the way that its pages take`;
  const event = { routing_key: key, payload: { summary, source: stack, custom_details: { id } } };
  const answer = await sendChange(url, event);
  // An answer may repeat what it was sent.
  if (answer.status !== 202) throw new Unanswered(`a change event is answered ${said(answer).replaceAll(key, "…")}`);
  if (sandbox === undefined) return `${url} took a change event`;
  const isThere = (await sandbox.changes()).some(({ payload }) => payload.custom_details?.id === id);
  if (!isThere) throw new Unanswered(`a change event was taken, and ${sandbox.name} does not show it`);
  return `${url} took a change event, and ${sandbox.name} shows it`;
}

/** The sandbox, and its address as it is reached from here, when it is where the alerts go. */
function sandboxAt({ sandbox, composed: { site } }: Context, eventsUrl: string) {
  if (sandbox === undefined) return undefined;
  const inside = `http://${site.address(sandbox.name, "http", "inside")}/`;
  if (!eventsUrl.startsWith(inside)) return undefined;
  const outside = `http://${site.address(sandbox.name, "http", "outside")}/`;
  return { client: sandbox, eventsUrl: eventsUrl.replace(inside, outside) };
}
