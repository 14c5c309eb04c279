/** All that the shop sells: a closed set, since it becomes a label. */
export const FRUITS = [
  "apple",
  "banana",
  "cherry",
  "grape",
  "kiwi",
  "lemon",
  "mango",
  "orange",
  "pear",
  "plum",
] as const;
export type Fruit = (typeof FRUITS)[number];

/** A posted fruit on its way to the database. The id makes writing it twice the same as writing it once. */
export interface FruitMessage {
  /** UUID. */
  readonly id: string;
  readonly fruit: Fruit;
  /** ISO 8601. */
  readonly postedAt: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isFruit = (value: unknown): value is Fruit => FRUITS.some((fruit) => fruit === value);

/** The message, or undefined when the text is none: then no number of attempts will make it one. */
export function parseMessage(text: string): FruitMessage | undefined {
  try {
    const { id, fruit, postedAt } = JSON.parse(text) as Partial<Record<keyof FruitMessage, unknown>>;
    if (typeof id !== "string" || !UUID.test(id) || !isFruit(fruit)) return undefined;
    if (typeof postedAt !== "string" || Number.isNaN(Date.parse(postedAt))) return undefined;
    return { id, fruit, postedAt };
  } catch {
    return undefined;
  }
}
