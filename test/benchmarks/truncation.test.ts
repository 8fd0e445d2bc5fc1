import { describe, expect, it } from "vitest";
import { recordedCartPole } from "../../benchmarks/truncation.ts";

describe("CartPole whose time limit counts as a termination", () => {
  it.each([false, true])("says so at the limit and nowhere else: %s", (limitTerminates) => {
    const returns: number[] = [];
    const cartPole = recordedCartPole(limitTerminates, returns);
    // A controller that holds the pole up, and one that lets it fall.
    const ends = [balance, () => 0].map((act) => {
      let { observation } = cartPole.reset({ seed: 5 });
      for (;;) {
        const result = cartPole.step(act(observation));
        if (result.terminated || result.truncated) return [result.terminated, result.truncated];
        observation = result.observation;
      }
    });
    expect(ends).toEqual([
      [limitTerminates, true],
      [true, false],
    ]);
    expect(returns).toEqual([500, expect.any(Number)]);
    expect(returns[1]).toBeLessThan(20);
  });
});

function balance([position, velocity, angle, turning]: ArrayLike<number> & Iterable<number>): 0 | 1 {
  return 0.1 * position + 0.3 * velocity + 3 * angle + turning > 0 ? 1 : 0;
}
