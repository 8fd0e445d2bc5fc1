/**
 * A cart with a pole whose sine and cosine are short series, and whose beginnings come from a generator of 32 bits: the same
 * operations in the same order as in cart_pole.py, so that both give the same bits.
 */
export function cartPole() {
  let seed = 0;
  let state = [0, 0, 0, 0];
  let steps = 0;
  const draw = () => {
    seed = (Math.imul(1664525, seed) + 1013904223) >>> 0;
    return -0.05 + 0.1 * (seed / 4294967296);
  };
  return {
    reset(given) {
      if (given !== undefined) seed = given % 4294967296;
      state = [draw(), draw(), draw(), draw()];
      steps = 0;
      return state;
    },
    step(action) {
      const [x, speed, angle, turning] = state;
      const square = angle * angle;
      const sine = angle * (1 - (square / 6) * (1 - square / 20));
      const cosine = 1 - (square / 2) * (1 - square / 12);
      const push = ((action === 1 ? 10 : -10) + 0.05 * turning * turning * sine) / 1.1;
      const bend =
        (9.8 * sine - cosine * push) / (0.5 * (1.3333333333333333 - (0.1 * cosine * cosine) / 1.1));
      const gain = push - (0.05 * bend * cosine) / 1.1;
      state = [x + 0.02 * speed, speed + 0.02 * gain, angle + 0.02 * turning, turning + 0.02 * bend];
      steps += 1;
      const terminated = Math.abs(state[0]) > 2.4 || Math.abs(state[2]) > 0.2094;
      return {
        observation: state,
        reward: 1 + 0.1 * state[2],
        terminated,
        truncated: !terminated && steps >= 30,
      };
    },
    /** No push to the side that the cart is far out on already. */
    mask: () => [state[0] > -0.1 ? 1 : 0, state[0] < 0.1 ? 1 : 0],
  };
}
