import { isSet, type Rule, textOf } from "../../rule.ts";
import { goUrlFault } from "../../texts/index.ts";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
/** What Scaleway's own client asks of each option. Source: validation/is.go of scaleway-sdk-go. */
const SHAPES = {
  project_id: { shape: UUID, wanted: "a UUID, 00000000-0000-0000-0000-000000000000" },
  access_key: { shape: /^SCW[A-Z0-9]{17}$/, wanted: "SCW and 17 capital letters or digits" },
  secret_key: { shape: UUID, wanted: "a UUID, 00000000-0000-0000-0000-000000000000" },
  zone: { shape: /^[a-z]{2}-[a-z]{3,7}-\d{1,2}$/, wanted: "a zone, such as fr-par-1 or nl-ams-2" },
};

export const scalewayRules: readonly Rule[] = [
  {
    name: "prometheus/scaleway-sd",
    on: "scaleway-sd",
    says: "A project, key, zone or address of the API that Scaleway's client refuses.",
    source: "SDConfig.UnmarshalYAML, discovery/scaleway; settings.validate, scaleway-sdk-go",
    check: (value, say, { isNull, versions }) => {
      for (const [key, { shape, wanted }] of Object.entries(SHAPES)) {
        if (isSet(value[key]) && !shape.test(textOf(value[key]))) say(key, `${key} must be ${wanted}`);
      }
      for (const key of ["zone", "api_url"])
        if (value[key] === "" || isNull(value, key)) say(key, `${key} is empty`, "remove the line: it has a default");
      const url = textOf(value.api_url);
      if (goUrlFault(url, versions) !== undefined || url.endsWith("/"))
        say("api_url", "api_url must be an address without a slash at its end");
    },
  },
];
