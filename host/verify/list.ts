const MANY = 3;

/** The first few, and how many more there are. */
export const listOf = (texts: readonly string[], separator = "; "): string =>
  [...texts.slice(0, MANY), ...(texts.length > MANY ? [`and ${texts.length - MANY} more`] : [])].join(separator);
