import type { EnvironmentDefinition } from "./environment-definition.ts";

export { furtherEnvironments } from "./further-environments.ts";

/** In a page: none, so that it loads no others than those that it names. */
export const knownEnvironments: readonly EnvironmentDefinition[] = [];

export const hint: string = " A page passes others as they are: see logpi/environments.";

/** A page has no threads that wait, so that no address stands for an environment. */
export const environmentAt = (_id: string): EnvironmentDefinition | undefined => undefined;
