import { BlockList, isIPv6 } from "node:net";

const WINDOW_MS = 60_000;

/** Calls of each key within the last minute: "a 60 second window looking back from the current time" (05-Rate-Limits). */
export class RateLimit {
  readonly #callsPerMinute: number;
  readonly #calls = new Map<string, readonly number[]>();

  /** 0: no limit. */
  constructor(callsPerMinute: number) {
    this.#callsPerMinute = callsPerMinute;
  }

  /** Whether one more call of this key is allowed now; counts it when it is. `now`: milliseconds of any steady clock. */
  allows(key: string, now: number): boolean {
    if (this.#callsPerMinute === 0) return true;
    const recent = (this.#calls.get(key) ?? []).filter((at) => at > now - WINDOW_MS);
    const isAllowed = recent.length < this.#callsPerMinute;
    // Keys that send again move to the end, so that the first one is always the one that has been quiet for longest.
    this.#calls.delete(key);
    this.#calls.set(key, isAllowed ? [...recent, now] : recent);
    this.#forgetQuiet(now);
    return isAllowed;
  }

  #forgetQuiet(now: number): void {
    for (const [key, calls] of this.#calls) {
      if ((calls.at(-1) ?? 0) > now - WINDOW_MS) return;
      this.#calls.delete(key);
    }
  }
}

export interface Fault {
  readonly status: number;
  readonly until: Date;
}

/** A failure of the Events API that a drill has ordered: every event is refused with `status` for a while. */
export class FaultSwitch {
  readonly #changed: () => void;
  #fault: Fault | undefined;
  #end: NodeJS.Timeout | undefined;

  /** `changed`: told when a fault is ordered, and when its time is over. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  set(status: number, seconds: number): void {
    clearTimeout(this.#end);
    this.#fault = { status, until: new Date(Date.now() + seconds * 1000) };
    this.#changed();
    this.#end = setTimeout(() => this.#clear(), seconds * 1000).unref();
  }

  // A timer may be a little earlier than the clock: what is told now must hold now.
  #clear(): void {
    this.#fault = undefined;
    this.#changed();
  }

  /** The fault that holds now. */
  get current(): Fault | undefined {
    return this.#fault !== undefined && this.#fault.until.getTime() > Date.now() ? this.#fault : undefined;
  }
}

const inside = new BlockList();
inside.addSubnet("127.0.0.0", 8, "ipv4");
inside.addSubnet("10.0.0.0", 8, "ipv4");
inside.addSubnet("172.16.0.0", 12, "ipv4");
inside.addSubnet("192.168.0.0", 16, "ipv4");
inside.addAddress("::1", "ipv6");
inside.addSubnet("fc00::", 7, "ipv6");

/** Whether an address is this machine's own or of a private network (RFC 1918, RFC 4193), as containers have among themselves. */
export const isInside = (address: string): boolean => inside.check(address, isIPv6(address) ? "ipv6" : "ipv4");
