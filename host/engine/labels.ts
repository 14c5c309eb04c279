/** Labels of everything that watchkeeper creates on an engine: by them it finds, refuses and removes what is its own. */
export const LABEL = {
  /** Identity of what is deployed: environment, or environment-instance. */
  stack: "watchkeeper.stack",
  /** The owner id that lives with the Terraform state. */
  owner: "watchkeeper.owner",
  /** Name of the component in the environment. */
  component: "watchkeeper.component",
  /** On a network: the attempt that made it. */
  attempt: "watchkeeper.attempt",
  /** On containers that live for one command only: the stack they serve. */
  scratch: "watchkeeper.scratch",
  /** On images that watchkeeper made: the program in it. */
  image: "watchkeeper.image",
} as const;
