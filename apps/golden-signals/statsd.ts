import { createSocket } from "node:dgram";

export interface StatsD {
  /** One business operation and how long it took. */
  operation(type: string, milliseconds: number): void;
  close(): void;
}

/**
 * Tells a StatsD server of business operations, in StatsD's line protocol with DogStatsD's tags, which statsd_exporter
 * turns into labels. UDP: a server that is not there costs nothing, and is not noticed.
 */
export function createStatsD(address: string): StatsD {
  const colon = address.lastIndexOf(":");
  const [host, port] = [address.slice(0, colon), Number(address.slice(colon + 1))];
  const socket = createSocket("udp4").unref();
  return {
    operation(type, milliseconds) {
      const tags = `#operation_type:${type}`;
      const lines = `webapp_statsd_operations_total:1|c|${tags}\nwebapp_statsd_operation_duration:${milliseconds.toFixed(3)}|ms|${tags}`;
      // The callback takes the error of a name that does not resolve.
      socket.send(lines, port, host, () => {});
    },
    close: () => socket.close(),
  };
}
