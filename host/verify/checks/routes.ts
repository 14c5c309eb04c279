import {
  allRoutes,
  type Configuration,
  formatMatcher,
  type Route,
  routeTree,
} from "../../../lib/alertmanager/index.ts";
import { type Check, forEach, type Seen } from "../check.ts";
import { describe, differences } from "../differences.ts";
import { runRendered } from "../help.ts";
import { listOf } from "../list.ts";
import { readTexts, readValues, renderedText } from "../rendered.ts";

/** The routes and receivers that each Alertmanager runs are the rendered ones. */
export const routes: Check = {
  name: "routes",
  run: (context) =>
    forEach(context.alertmanagers, async ({ name, configuration }): Promise<Seen> => {
      const rendered = renderedText(context, name, "alertmanager.yml");
      const found = routingDifferences(rendered, await configuration());
      if (found.length > 0)
        return { subject: name, status: "fail", evidence: listOf(found), help: runRendered(context, name) };
      const { route, receivers } = readValues(rendered) as Configuration;
      const count = allRoutes(routeTree({ route })).length;
      const names = (receivers ?? []).map((receiver) => receiver.name).join(", ");
      return { subject: name, status: "pass", evidence: `${count} routes to the receivers ${names}, as rendered` };
    }),
};

/** How the routing of two alertmanager.yml differs: each route with all that it inherits, and each receiver. */
export function routingDifferences(rendered: string, running: string): readonly string[] {
  const [wanted, loaded] = [routesOf(rendered), routesOf(running)];
  const receivers = differences(receiversOf(rendered), receiversOf(running), "receivers").map(describe);
  return [...differences(wanted, loaded, "routes").map(describe), ...receivers];
}

/** Every route, named by where it stands: `/route/routes/0`. */
const routesOf = (text: string) =>
  allRoutes(routeTree(readValues(text) as Configuration)).map((route) => ({ name: route.pointer, ...plain(route) }));

/** What a route does, in texts, the same however it was written. */
const plain = (route: Route): Readonly<Record<string, string>> => ({
  receiver: route.receiver,
  group_by: route.groupBy === "all" ? "..." : route.groupBy.join(", "),
  group_wait: `${route.groupWait}s`,
  group_interval: `${route.groupInterval}s`,
  repeat_interval: `${route.repeatInterval}s`,
  matchers: route.matchers.map(formatMatcher).join(", "),
  continue: String(route.continues),
  mute_time_intervals: route.muteTimeIntervals.join(", "),
  active_time_intervals: route.activeTimeIntervals.join(", "),
});

const receiversOf = (text: string): unknown => (readTexts(text) as Configuration).receivers;
