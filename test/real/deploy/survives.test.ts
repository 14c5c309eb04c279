import { beforeAll } from "vitest";
import { goodbye } from "./promises/goodbye.ts";
import { interruptions } from "./promises/interruptions.ts";
import { others } from "./promises/others.ts";
import { secrets } from "./promises/secrets.ts";
import { onEachTarget } from "./stack.ts";

onEachTarget((deployed) => {
  beforeAll(async () => void (await deployed().deploy()));
  interruptions(deployed);
  others(deployed);
  secrets(deployed);
  goodbye(deployed);
});
