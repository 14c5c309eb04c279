import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * What takes minutes is begun first: begun last, it would run alone while the other workers wait. Deploys of whole environments take both
 * processors when two files have them, so beside those run files that mostly wait, and the other deploys follow.
 */
const ORDER = [
  /\/deploy\/survives\.|\/environments\/fruit-shop\./,
  /\/real\/(drill|verify|app-fruit-shop|new)\./,
  /\/real\/(deploy|environments)\//,
];

export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification): number =>
      [...ORDER, /./].findIndex((pattern) => pattern.test(moduleId));
    return sorted.sort((one, other) => place(one) - place(other));
  }
}
