/** Whatever may be recurrent: a policy, a value function. */
interface MayHaveState {
  readonly stateSize: number;
}

/**
 * For algorithms that do not train through time.
 *
 * @param algorithm its name
 * @throws TypeError when one of the networks is recurrent
 */
export function requireNoState(algorithm: string, ...networks: readonly MayHaveState[]): void {
  if (networks.every(({ stateSize }) => stateSize === 0)) return;
  throw new TypeError(
    `${algorithm}: the architecture is recurrent, and ${algorithm} does not train through time. Take ppo, a2c or reinforce, or an ` +
      'architecture without a state, such as { kind: "mlp", … }',
  );
}
