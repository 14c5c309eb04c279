import type { SourceFile } from "../../files.ts";
import type { Finding } from "../../finding.ts";
import { Decoder } from "../go-yaml/decode.ts";
import type { Listener } from "../go-yaml/listener.ts";
import { isSet, textOf, type Values } from "../rule.ts";
import { Source } from "../source.ts";
import { checkQuery } from "./query.ts";
import type { World } from "./world.ts";

const SILENT: Listener = {
  object: () => undefined,
  text: () => undefined,
  versioned: () => undefined,
  fault: () => undefined,
  repeated: () => undefined,
  takesNode: () => false,
};

const PANEL = { area: "dashboard", effect: "the panel stays empty" } as const;

/** Findings of the queries of a Grafana dashboard: what its panels ask must be there. JSON is YAML, so places come for free. */
export function checkDashboard(file: SourceFile, world: World): Finding[] {
  const source = new Source(file);
  const [root] = source.documents;
  if (root === undefined || source.findings.length > 0) return [...source.findings];
  const decoder = new Decoder(source.tree.events, file.text, {}, 2, SILENT);
  decoder.decode(root);
  return [...decoder.origins].flatMap(([object, node]) => {
    const { expr } = object as Values;
    return isSet(expr)
      ? checkQuery(textOf(expr), world, PANEL).map(({ range, ...finding }) => ({
          ...source.placeIn(node, "expr", range),
          ...finding,
        }))
      : [];
  });
}
