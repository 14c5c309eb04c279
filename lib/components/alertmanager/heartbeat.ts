import type { NativeConfiguration, Receiver, Route } from "./index.ts";

const HEARTBEAT = "heartbeat";
/** No name that a user gives. */
const NOBODY = "watchkeeper-nobody";
const WATCHDOG = ['alertname="Watchdog"'];

/** Often enough that a missing minute shows, seldom enough to be no load. repeat_interval is rounded up to a multiple of group_interval. */
const INTERVAL = "1m";

/**
 * The Watchdog alert, which always fires, goes to a receiver of its own before any other route is asked: what the
 * user's routes say cannot send it to a person, and cannot keep it from the one who waits for it.
 */
export const withHeartbeat = (configuration: NativeConfiguration, url: string): NativeConfiguration =>
  withFirst(
    configuration,
    {
      matchers: WATCHDOG,
      receiver: HEARTBEAT,
      group_by: ["alertname"],
      group_wait: "0s",
      group_interval: INTERVAL,
      repeat_interval: INTERVAL,
    },
    { name: HEARTBEAT, webhook_configs: [{ url, send_resolved: false }] },
  );

/** Where nobody waits for it, it must not come to the root's receiver, which may page; a route of the user's own still gets it. */
export const withoutHeartbeat = (configuration: NativeConfiguration): NativeConfiguration =>
  withFirst(configuration, { matchers: WATCHDOG, receiver: NOBODY, continue: true }, { name: NOBODY });

const withFirst = (configuration: NativeConfiguration, first: Route, receiver: Receiver): NativeConfiguration => ({
  ...configuration,
  route: { ...configuration.route, routes: [first, ...(configuration.route.routes ?? [])] },
  receivers: [...configuration.receivers, receiver],
});
