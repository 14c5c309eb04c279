/** Names on the engine. A name of a stack or component has no underscore, so no two can meet. */
export const containerName = (stack: string, component: string): string => `${stack}_${component}`;
export const configVolume = (stack: string, component: string): string => `${stack}_${component}_config`;
export const dataVolume = (stack: string, component: string): string => `${stack}_${component}_data`;
/** Holds nothing: its labels say who owns the stack, and an engine makes a volume of a name only once. */
export const ownerVolume = (stack: string): string => `${stack}_owner`;
export const networkName = (stack: string): string => stack;
