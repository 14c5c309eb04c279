import type { NativeConfiguration } from "./index.ts";

const HEARTBEAT = "heartbeat";

/** Often enough that a missing minute shows, seldom enough to be no load. repeat_interval is rounded up to a multiple of group_interval. */
const INTERVAL = "1m";

/**
 * The Watchdog alert, which always fires, goes to a receiver of its own before any other route is asked: what the
 * user's routes say cannot send it to a person, and cannot keep it from the one who waits for it.
 */
export const withHeartbeat = (configuration: NativeConfiguration, url: string): NativeConfiguration => ({
  ...configuration,
  route: {
    ...configuration.route,
    routes: [
      {
        matchers: ['alertname="Watchdog"'],
        receiver: HEARTBEAT,
        group_by: ["alertname"],
        group_wait: "0s",
        group_interval: INTERVAL,
        repeat_interval: INTERVAL,
      },
      ...(configuration.route.routes ?? []),
    ],
  },
  receivers: [...configuration.receivers, { name: HEARTBEAT, webhook_configs: [{ url, send_resolved: false }] }],
});
