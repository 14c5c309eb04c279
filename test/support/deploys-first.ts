import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Files that deploy whole environments take minutes: begun last, they would run alone while the other worker waits. */
export default class DeploysFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const deploys = ({ moduleId }: TestSpecification): boolean =>
      /\/test\/real\/(deploy|environments)\//.test(moduleId);
    return [...sorted.filter(deploys), ...sorted.filter((file) => !deploys(file))];
  }
}
