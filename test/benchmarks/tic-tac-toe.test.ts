import { expect, test } from "vitest";
import { judge, trainBySelfPlay } from "../../benchmarks/tic-tac-toe.ts";

test("tic-tac-toe is trained by self-play and judged, in a training too short to play well", () => {
  const { worst, perfect } = judge(trainBySelfPlay(4096, 1).policy, 20);
  expect(perfect[0]).toBe(0); // nobody wins against perfect play
  expect(perfect[1] + perfect[2]).toBe(20);
  for (const each of worst) expect([-1, 0]).toContain(each);
});
