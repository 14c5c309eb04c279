import type { Variable } from "./model.ts";
import { DATA_SOURCE } from "./panels.ts";

/** A choice among the values of a label: all of them unless some are chosen. Use it as `label=~"$label"`. */
export const labelVariable = (label: string, selector: string, description: string): Variable => {
  const query = `label_values(${selector}, ${label})`;
  return {
    type: "query",
    name: label,
    label,
    description,
    datasource: DATA_SOURCE,
    definition: query,
    // 1 is a query for the values of a label; the text beside it is what the editor shows.
    query: { query, refId: "PrometheusVariableQueryEditor-VariableQuery", qryType: 1 },
    refresh: 2,
    sort: 1,
    multi: true,
    includeAll: true,
    current: { selected: true, text: ["All"], value: ["$__all"] },
  };
};

/** Which of several of a kind: `selector` gives one series of each. */
export const instanceVariable = (selector: string): Variable =>
  labelVariable("instance", selector, "Names as in environment.yml; all unless some are chosen.");
