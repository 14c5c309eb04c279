/**
 * Terraform knows what it made by these names. One that changes makes Terraform destroy and make anew what it names, so this list
 * changes only with a `moved` block in the stack and a line in CHANGELOG.md.
 */
export const ADDRESSES = {
  native: (components: readonly string[]): readonly string[] =>
    [
      "terraform_data.claim",
      "terraform_data.claimed",
      "terraform_data.prune",
      "terraform_data.retire",
      ...components.flatMap((name) => [
        `terraform_data.publish-${name}`,
        `terraform_data.run-${name}`,
        `terraform_data.settle-${name}`,
      ]),
    ].sort(),
  docker: (components: readonly string[]): readonly string[] =>
    [...ADDRESSES.native(components), ...components.map((name) => `docker_container.container-${name}`)].sort(),
};
