/**
 * Trains connect four from nothing by self-play against earlier policies, and judges the policy in games, half of them as
 * each player: against a player who moves at random, and against one who looks two plies ahead, who wins where that takes one
 * move, lets nobody win with the next one where that can be helped, and otherwise moves at random.
 *
 *   npx tsx benchmarks/connect-four.ts                    seed 1
 *   npx tsx benchmarks/connect-four.ts --seeds 3          seeds 1 to 3
 *   npx tsx benchmarks/connect-four.ts --steps 2000000    a shorter training
 *   npx tsx benchmarks/connect-four.ts --backend native   in half the time, after npm run build:native
 *
 * By two threads, which self-play takes only where it is told to, and to the same bits; the second command judges what the
 * first has trained:
 *
 *   npx logpi train ConnectFour-v0 --algorithm self-play --seed 1 --workers 2 --run runs/connect-four
 *   npx tsx benchmarks/connect-four.ts --run runs/connect-four
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Policy, type SelfPlayOptions, selfPlay } from "logpi";
import { connectFour as definition, type Player, playGame } from "logpi/environments";
import { type Cells, connectFour } from "logpi/games";
import { loadRun } from "logpi/runs";

type BoardPolicy = Policy<Float32Array, number>;
type BoardPlayer = Player<Float32Array, number>;

const { moves, play, payoff } = connectFour;

/**
 * Trains from nothing by the settings that are tuned for the game.
 *
 * @param onReport called now and then with what there is to say
 */
export function trainConnectFour(
  given: Pick<SelfPlayOptions, "steps" | "seed" | "backend" | "workers">,
  onReport?: (text: string) => void,
): BoardPolicy {
  const options = { ...selfPlay.tuned["ConnectFour-v0"], ...given };
  let trained: BoardPolicy | undefined;
  for (const { update, steps: made, episodes, metrics, policy } of selfPlay(definition, options)) {
    trained = policy;
    if (update % 500 > 0) continue;
    onReport?.(
      `${made} moves: mean outcome ${episodes.meanReturn.toFixed(2)}, entropy ${metrics.entropy.toFixed(2)}`,
    );
  }
  return trained!;
}

/** One of the legal moves, each with the same probability. */
export const anyone: BoardPlayer = (_, { generator, legalActions }) => {
  const legal = Array.from(legalActions!).flatMap((each, move) => (each ? [move] : []));
  return legal[generator.integers(0, legal.length)];
};

/** Looks two plies ahead: at the own move, and at all answers to it. */
export const twoPlySearcher: BoardPlayer = (seen, { generator }) => {
  const cells = cellsOf(seen);
  const legal = moves(cells);
  const values = legal.map((move) => prospectOf(cells, move));
  const best = Math.max(...values);
  const chosen = legal.filter((_, i) => values[i] === best);
  return chosen[generator.integers(0, chosen.length)];
};

/** 1 for a move that wins, −1 for one that the other can answer by winning, otherwise 0. */
function prospectOf(cells: Cells, move: number): number {
  const after = play(cells, move);
  if (payoff(after) !== 0) return 1;
  return moves(after).some((answer) => payoff(play(after, answer)) !== 0) ? -1 : 0;
}

/** What an observation shows, as the rules have it: who began has moved as often as the other, or once more. */
function cellsOf(seen: ArrayLike<number>): Cells {
  const marks = Array.from({ length: 42 }, (_, cell) => seen[2 * cell] - seen[2 * cell + 1]);
  return marks.filter((mark) => mark !== 0).length % 2 === 0 ? marks : marks.map((mark) => -mark);
}

/** Games that were won, drawn and lost by a policy that takes its most probable move, half of them as each player. */
export function judge(policy: BoardPolicy, opponent: BoardPlayer, games: number): [number, number, number] {
  const own: BoardPlayer = (seen, { legalActions }) => policy.act(seen, legalActions);
  const outcomes: [number, number, number] = [0, 0, 0];
  for (let seed = 0; seed < games; seed++) {
    const place = seed % 2;
    const returns = playGame(definition.create(), place === 0 ? [own, opponent] : [opponent, own], { seed });
    outcomes[1 - returns[place]]++;
  }
  return outcomes;
}

/** How a policy plays, in words. */
function judgement(policy: BoardPolicy, games: number): string {
  const [random, searcher] = [anyone, twoPlySearcher].map((opponent) => judge(policy, opponent, games));
  return (
    `of ${games} games against a random player ${random[0]} won, ${random[1]} drawn, ${random[2]} lost; ` +
    `against one who looks two plies ahead ${searcher[0]} won, ${searcher[1]} drawn, ${searcher[2]} lost`
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      steps: { type: "string" },
      seeds: { type: "string", default: "1" },
      games: { type: "string", default: "400" },
      backend: { type: "string", default: "wasm" },
      run: { type: "string" },
    },
  });
  const games = Number(values.games);
  if (values.run !== undefined) {
    console.log(judgement(loadRun(values.run).policy as BoardPolicy, games));
    process.exit();
  }
  const backend = values.backend === "native" ? "native" : "wasm";
  const steps = values.steps === undefined ? {} : { steps: Number(values.steps) };
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const started = performance.now();
    const policy = trainConnectFour({ ...steps, seed, backend }, console.log);
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(`seed ${seed}: ${seconds} s; ${judgement(policy, games)}`);
  }
}
