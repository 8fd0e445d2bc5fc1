import type { Environment } from "./environment.ts";
import { type EnvironmentSource, type Meant, resolveEnvironment } from "./environment-source.ts";
import { limitSteps } from "./limit-steps.ts";
import { requireEnvironment } from "./require-environment.ts";
import { whenRejected } from "./vectorize/close-quietly.ts";

/**
 * A fresh environment, under its time limit where it has one.
 *
 * @example
 * const environment = make("CartPole-v1");
 * let { observation } = environment.reset({ seed: 7 });
 *
 * @param source the id of a built-in environment, a definition such as a wrapper makes, or a function that returns a fresh one
 * @throws if there is no built-in environment of that id; the message lists the nearest names.
 *   TypeError if what is made is no environment, such as a promise of one
 */
export function make<const Source extends EnvironmentSource>(
  source: Source,
): [Meant<Source>] extends [never] ? Environment : Meant<Source>;
export function make(id: string): Environment;
export function make(source: EnvironmentSource): Environment {
  const definition = resolveEnvironment(source);
  const { maxEpisodeSteps } = definition;
  const environment = definition.create();
  whenRejected(environment, () => {}); // a promise is refused in any case
  requireEnvironment(environment, definition.id);
  return maxEpisodeSteps === undefined ? environment : limitSteps(environment, maxEpisodeSteps);
}
