/**
 * What Gymnasium's heuristic controller does: it turns toward the pad, as far as it is away and flies past it, and falls on
 * a funnel above it.
 *
 * @returns how much it wants to rise and to turn to the left
 */
export function steer(observation: ArrayLike<number>): readonly [rise: number, turn: number] {
  const [x, y, vx, vy, angle, spin, right, left] = Array.from(observation);
  if (right === 1 || left === 1) return [-0.5 * vy, 0];
  const wanted = Math.max(-0.4, Math.min(0.4, 0.5 * x + vx));
  return [0.5 * (0.55 * Math.abs(x) - y) - 0.5 * vy, 0.5 * (wanted - angle) - spin];
}

/** The controller's action in LunarLander-v3. */
export function steerByEngine(observation: ArrayLike<number>): number {
  const [rise, turn] = steer(observation);
  if (rise > Math.abs(turn) && rise > 0.05) return 2;
  return turn < -0.05 ? 3 : turn > 0.05 ? 1 : 0;
}

/** The controller's action in LunarLanderContinuous-v3. */
export function steerByThrottle(observation: ArrayLike<number>): Float32Array {
  const [rise, turn] = steer(observation);
  const clip = (value: number) => Math.max(-1, Math.min(1, value));
  return Float32Array.of(clip(20 * rise - 1), clip(-20 * turn));
}
