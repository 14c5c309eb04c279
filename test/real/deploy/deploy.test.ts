import { changes } from "./promises/changes.ts";
import { firstDeploy } from "./promises/first.ts";
import { ill } from "./promises/ill.ts";
import { ports } from "./promises/ports.ts";
import { refusals } from "./promises/refusals.ts";
import { refusedReload } from "./promises/reload.ts";
import { onEachTarget } from "./stack.ts";

onEachTarget((deployed) => {
  firstDeploy(deployed);
  changes(deployed);
  ports(deployed);
  refusals(deployed);
  refusedReload(deployed);
  ill(deployed);
});
