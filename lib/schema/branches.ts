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
  const parentPath = composite.schemaPath.slice(0, -composite.keyword.length);
  const isOwn = ({ instancePath, schemaPath }: ErrorObject): boolean =>
    isBelow(instancePath, composite.instancePath) &&
    // What comes from a $ref carries the path of its definition, which lies outside of the parent's.
    (schemaPath.startsWith(`${composite.schemaPath}/`) || !schemaPath.startsWith(parentPath));
  let from = errors.length;
  while (from > 0 && isOwn(errors[from - 1] as ErrorObject)) from -= 1;
  return errors.splice(from);
}

function reduceOne(composite: ErrorObject, own: readonly ErrorObject[]): ErrorObject[] {
  if (composite.parentSchema?.errorMessage !== undefined) return [composite];
  const branches = byBranch(composite, own);
  if (branches.some((branch) => branch.length === 0)) return [];
  const isHere = ({ instancePath }: ErrorObject): boolean => instancePath === composite.instancePath;
  const fitting = branches.filter((branch) => !branch.some((error) => error.keyword === "type" && isHere(error)));
  if (fitting.length === 0) return [mergedTypes(composite, own.filter(isHere))];
  if (fitting.every((branch) => branch.every((error) => error.keyword === "enum" && isHere(error)))) {
    return [mergedEnums(composite, fitting.flat())];
  }
  return [...fitting].sort((a, b) => a.length - b.length)[0] ?? [composite];
}

function byBranch({ schema, schemaPath }: ErrorObject, own: readonly ErrorObject[]): ErrorObject[][] {
  const starts = (schema as { $ref?: string }[]).map(({ $ref }, index) => $ref ?? `${schemaPath}/${index}`);
  const branches: ErrorObject[][] = starts.map(() => []);
  let current = 0;
  for (const error of own) {
    const found = starts.findIndex((start) => error.schemaPath.startsWith(`${start}/`));
    if (found >= 0) current = found;
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
