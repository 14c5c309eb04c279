/** Labels of everything that watchkeeper creates on an engine: by them it finds, refuses and removes what is its own. */
export const LABEL = {
  /** Identity of what is deployed: environment, or environment-instance. */
  stack: "watchkeeper.stack",
  /** The owner id that lives with the Terraform state. */
  owner: "watchkeeper.owner",
  /** Name of the component in the environment. */
  component: "watchkeeper.component",
} as const;
