import { boolean, choice, list, object, path, since, text, url } from "../../schema-words.ts";
import { httpClient } from "./http-client.ts";

const ROLES = ["node", "pod", "service", "endpoints", "endpointslice", "ingress"];

/** Source: discovery/kubernetes/kubernetes.go. */
export const kubernetes = object(
  {
    api_server: url("Address of the API; the cluster that Prometheus runs in when absent."),
    role: choice(ROLES, "Kind of thing to find."),
    kubeconfig_file: path("File with a kubeconfig."),
    ...httpClient,
    namespaces: object(
      {
        own_namespace: boolean("The namespace of Prometheus itself."),
        names: list(text("A namespace."), "Namespaces."),
      },
      "Where to look; everywhere when absent.",
    ),
    selectors: list(
      object(
        {
          role: choice(ROLES, "Kind of thing that the selector is for."),
          label: text("Label selector.", { format: "kubernetes-label-selector" }),
          field: text("Field selector.", { format: "kubernetes-field-selector" }),
        },
        "A selector.",
      ),
      "Only what these select.",
    ),
    attach_metadata: object(
      {
        node: boolean("Labels of the node, for pods and end points."),
        namespace: since("3.6", boolean("Labels of the namespace.")),
        deployment: since("3.11", boolean("Name of the deployment.")),
        job: since("3.11", boolean("Name of the job.")),
        cronjob: since("3.11", boolean("Name of the cron job.")),
      },
      "Further labels.",
    ),
  },
  "Kubernetes.",
  { required: ["role"], "x-checked-as": ["http-client", "kubernetes-sd"] },
);
