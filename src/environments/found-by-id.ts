import type { EnvironmentDefinition } from "./environment-definition.ts";

/**
 * Says of a definition whether workers find it by its id. Copies do not say so: `{ ...cliffWalking(), maxEpisodeSteps: 200 }`
 * has the same id, and is another environment.
 *
 * @returns the definition
 */
export function foundById<Definition extends EnvironmentDefinition>(
  definition: Definition,
  isFound = true,
): Definition & { readonly builtIn?: boolean } {
  return Object.defineProperty(definition, "builtIn", { value: isFound });
}
