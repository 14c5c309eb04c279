import { sum } from "../../lib/alertmanager/index.ts";
import type { AlertmanagerClient } from "../clients/alertmanager.ts";
import type { SandboxClient } from "../clients/pagerduty-sandbox.ts";
import { UserError } from "../errors.ts";
import type { Expectation } from "./expectation.ts";
import { isReceived, type Page, pageSince, resolvedAt, until } from "./watch.ts";

/** How an alert's arrival and end are seen. Both answer with seconds since `since` (of Date.now), undefined when it did not come in time. */
export interface Way {
  arrival(since: number): Promise<number | undefined>;
  end(since: number): Promise<number | undefined>;
}

/** How long after the worst case a drill still waits, to say how late it really was. */
const PATIENCE_SECONDS = 60;

const deadline = (since: number, seconds: number): number => since + (seconds + PATIENCE_SECONDS) * 1000;
const secondsSince = (since: number, at: number | undefined): number | undefined =>
  at === undefined ? undefined : (at - since) / 1000;

/** An alert that pages: the page arrives, and is resolved. */
export function pagingWay(sandbox: SandboxClient, wanted: Expectation, subject: string, signal: AbortSignal): Way {
  let page: Page | undefined;
  return {
    async arrival(since) {
      const limit = deadline(since, sum(wanted.toPage));
      page = await until(limit, signal, () => pageSince(sandbox, wanted.alert, subject, since));
      return secondsSince(since, page?.at);
    },
    async end(since) {
      const incident = page?.incident;
      if (incident === undefined) return undefined;
      const limit = deadline(since, sum(wanted.toResolve));
      return secondsSince(since, await until(limit, signal, () => resolvedAt(sandbox, incident)));
    },
  };
}

/** This long after a warning's arrival a page would have come, if it were routed to the pager too. */
const NO_PAGE_SECONDS = 15;

/** An alert that must not page: it arrives at its receiver, and the pager stays silent. */
export function silentWay(
  alertmanager: AlertmanagerClient,
  sandbox: SandboxClient | undefined,
  wanted: Expectation,
  signal: AbortSignal,
): Way {
  const now = (received: boolean) => async () =>
    (await isReceived(alertmanager, wanted)) === received ? Date.now() : undefined;
  return {
    async arrival(since) {
      const at = await until(deadline(since, sum(wanted.toPage)), signal, now(true));
      if (at !== undefined && sandbox !== undefined) await refusePage(sandbox, wanted, since, signal);
      return secondsSince(since, at);
    },
    end: async (since) => secondsSince(since, await until(deadline(since, sum(wanted.toResolve)), signal, now(false))),
  };
}

async function refusePage(
  sandbox: SandboxClient,
  { alert }: Expectation,
  since: number,
  signal: AbortSignal,
): Promise<void> {
  const page = await until(Date.now() + NO_PAGE_SECONDS * 1000, signal, () => pageSince(sandbox, alert, "", since));
  if (page === undefined) return;
  throw new UserError(`${alert} has paged, and this drill says that it must not`, {
    help: "see which route sends it there: `amtool config routes test`, or the drill's `pages`",
  });
}
