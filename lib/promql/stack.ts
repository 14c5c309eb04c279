/** The result of a recursion over an expression, or undefined when it is nested too deeply for the stack (thousands of levels). */
export function withinStack<T>(recursion: () => T): T | undefined {
  try {
    return recursion();
  } catch (error) {
    if (error instanceof RangeError && error.message.includes("call stack")) return undefined;
    throw error;
  }
}
