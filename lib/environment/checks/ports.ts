import type { Port } from "../../components/component.ts";
import type { Finding, Place } from "../../finding.ts";
import type { Declared, Environment } from "../environment.ts";
import { portsOf } from "../ports.ts";
import { type CheckContext, finding } from "./check.ts";

const HIGHEST = 65_535;

interface Taken extends Port {
  readonly declared: Declared;
  readonly place: Place;
}

/** Everything listens on one machine's network, so two things on one port collide (requirements T19), and port_offset must fit. */
export function checkPorts(environment: Environment, { located }: CheckContext): Finding[] {
  const all = environment.components.flatMap((declared) =>
    portsOf(declared).map((port): Taken => ({ ...port, declared, place: placeOf(declared, located) })),
  );
  return [...collisions(all), ...beyondRange(all, environment, located)];
}

/** At the `port` that was written, else at what has it by default. */
const placeOf = ({ pointer, settings }: Declared, located: CheckContext["located"]): Place =>
  settings.port === undefined ? located.place(pointer, "key") : located.place(`${pointer}/port`);

function collisions(all: readonly Taken[]): Finding[] {
  const taken = new Map<string, Taken>();
  return all.flatMap((port) => {
    const socket = `${port.number}/${port.protocol ?? "tcp"}`;
    const other = taken.get(socket);
    if (other === undefined) {
      taken.set(socket, port);
      return [];
    }
    const message = `port ${port.number} is taken twice: by "${other.declared.name}" (${other.place.file}:${other.place.line}) and by "${port.declared.name}"`;
    return [
      finding("port", port.place, message, {
        help: `give one of them another port: \`port: ${free(all, port.number)}\``,
      }),
    ];
  });
}

function free(all: readonly Taken[], from: number): number {
  const taken = new Set(all.map(({ number }) => number));
  let number = from + 1;
  while (taken.has(number)) number += 1;
  return number;
}

function beyondRange(all: readonly Taken[], { portOffset }: Environment, located: CheckContext["located"]): Finding[] {
  const highest = all.reduce<Taken | undefined>((a, b) => (a === undefined || b.number > a.number ? b : a), undefined);
  if (highest === undefined || highest.number + portOffset <= HIGHEST) return [];
  const message = `"${highest.declared.name}" would listen on port ${highest.number + portOffset}, and ports end at ${HIGHEST}`;
  return portOffset === 0
    ? [finding("port", highest.place, message, { help: "give it a port of its own with `port:`" })]
    : [
        finding("port", located.place("/port_offset"), message, {
          help: `port_offset can be at most ${HIGHEST - highest.number}`,
        }),
      ];
}
