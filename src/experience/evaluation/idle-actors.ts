import type { Actor, Policy } from "../../policies/index.ts";

/** Of each policy, the actors that no evaluation uses now. */
const idle = new WeakMap<Policy, Actor[]>();

/**
 * An actor that nobody else uses until it is given back. Backends take no memory back, so actors of evaluations that are over
 * act again in later ones: a policy has as many as evaluations went on at once.
 */
export function borrowActor(policy: Policy, count: number): Actor {
  const actors = idle.get(policy) ?? [];
  const found = actors.findIndex((actor) => actor.count === count);
  return found < 0 ? policy.actor(count) : actors.splice(found, 1)[0]!;
}

/** Lets later evaluations use an actor. Whoever gives it back uses neither it nor its arrays from then on. */
export function returnActor(policy: Policy, actor: Actor): void {
  const actors = idle.get(policy) ?? [];
  actors.push(actor);
  idle.set(policy, actors);
}
