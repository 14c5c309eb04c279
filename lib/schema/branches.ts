import type { ErrorObject } from "ajv";

/**
 * ajv reports every branch of anyOf and oneOf, then the keyword itself. Here the errors of the branch that fits best
 * take the place of them all: the one that was most likely meant.
 */
export function reduceBranches(errors: readonly ErrorObject[]): ErrorObject[] {
  const kept: ErrorObject[] = [];
  for (const error of errors) {
    if (error.keyword !== "anyOf" && error.keyword !== "oneOf") kept.push(error);
    else if (Array.isArray(error.params.passingSchemas)) kept.push(error);
    else kept.push(...reduceOne(error, takeOwn(error, kept)));
  }
  return kept;
}

/** Removes from the end of `errors` those that the branches of `composite` brought, and returns them in order. */
function takeOwn(composite: ErrorObject, errors: ErrorObject[]): ErrorObject[] {
  let from = errors.length;
  while (from > 0 && isOwn(composite, errors[from - 1])) from -= 1;
  return errors.splice(from);
}

/** ajv reports the branches just before the keyword; what came before them is of the same map, or lies elsewhere. */
function isOwn(composite: ErrorObject, error: ErrorObject | undefined): boolean {
  if (error === undefined || !isBelow(error.instancePath, composite.instancePath)) return false;
  if (error.schemaPath.startsWith(`${composite.schemaPath}/`)) return true;
  // Behind a $ref the path starts anew, so it may look like one of a key beside this keyword.
  return error.parentSchema !== composite.parentSchema && hasReference(composite);
}

const hasReference = ({ schema }: ErrorObject): boolean =>
  (schema as { $ref?: string }[]).some(({ $ref }) => $ref !== undefined);

function reduceOne(composite: ErrorObject, own: readonly ErrorObject[]): ErrorObject[] {
  if (composite.parentSchema?.errorMessage !== undefined) return [composite];
  const isHere = ({ instancePath }: ErrorObject): boolean => instancePath === composite.instancePath;
  const branches = byBranch(composite, own).filter((branch) => branch.length > 0);
  const fitting = branches.filter((branch) => !branch.some((error) => error.keyword === "type" && isHere(error)));
  if (fitting.length === 0) return [mergedTypes(composite, own.filter(isHere))];
  if (fitting.every((branch) => branch.every((error) => error.keyword === "enum" && isHere(error)))) {
    return [mergedEnums(composite, fitting.flat())];
  }
  return fitting.reduce((best, branch) => (branch.length < best.length ? branch : best));
}

/** The errors of each branch: by their path, and what comes from behind a $ref in the order in which branches are tried. */
function byBranch({ schema, schemaPath }: ErrorObject, own: readonly ErrorObject[]): ErrorObject[][] {
  const alternatives = schema as { $ref?: string }[];
  const branches: ErrorObject[][] = alternatives.map(() => []);
  let current = 0;
  for (const error of own) {
    const written = alternatives.findIndex((_, index) => error.schemaPath.startsWith(`${schemaPath}/${index}/`));
    const referred = alternatives.findIndex(({ $ref }, index) => index >= current && $ref !== undefined);
    current = written >= 0 ? written : Math.max(referred, current);
    branches[current]?.push(error);
  }
  return branches;
}

const mergedTypes = (composite: ErrorObject, types: readonly ErrorObject[]): ErrorObject => ({
  ...composite,
  keyword: "type",
  params: { type: [...new Set(types.flatMap(({ params }) => params.type ?? []))] },
});

const mergedEnums = (composite: ErrorObject, enums: readonly ErrorObject[]): ErrorObject => ({
  ...composite,
  keyword: "enum",
  params: { allowedValues: enums.flatMap(({ params }) => params.allowedValues) },
});

const isBelow = (path: string, ancestor: string): boolean => path === ancestor || path.startsWith(`${ancestor}/`);
