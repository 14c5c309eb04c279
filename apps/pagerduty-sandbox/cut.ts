/** At most so many characters of a text, and a sign that there were more. Never half of a character that is two in UTF-16. */
export const cut = (text: string, characters: number, sign = "…"): string =>
  text.length <= characters ? text : `${text.slice(0, characters).replace(/[\uD800-\uDBFF]$/, "")}${sign}`;
