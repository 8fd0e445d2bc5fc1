/**
 * Trains tic-tac-toe by self-play against earlier policies, and says how the policy plays: exactly, against every way in which
 * the other can play, and in games against a perfect player, who chooses among the best moves at random.
 *
 *   npx tsx benchmarks/tic-tac-toe.ts                    seed 1
 *   npx tsx benchmarks/tic-tac-toe.ts --seeds 3          seeds 1 to 3
 *   npx tsx benchmarks/tic-tac-toe.ts --steps 100000     a shorter training
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { make, type Policy, selfPlay } from "logpi";
import { type Player, playGame } from "logpi/environments";
import { type Cells, solveGame, ticTacToe, worstPayoff } from "logpi/games";

type CellPolicy = Policy<Uint8Array, number>;
type CellPlayer = Player<Uint8Array, number>;

/** Updates from one judgement to the next. */
const updatesPerJudgement = 25;

/**
 * Trains, by the settings that are tuned for the game, until the policy loses to nobody, which is judged exactly, or until the
 * moves are used up.
 */
export function trainBySelfPlay(
  steps: number,
  seed: number,
): { readonly policy: CellPolicy; readonly steps: number } {
  const options = { ...selfPlay.tuned["TicTacToe-v0"], steps, seed };
  let trained: { readonly policy: CellPolicy; readonly steps: number } | undefined;
  for (const { update, steps: made, policy } of selfPlay("TicTacToe-v0", options)) {
    trained = { policy, steps: made };
    if (update % updatesPerJudgement === 0 && worstPayoffs(policy).every((worst) => worst === 0)) break;
  }
  return trained!;
}

export interface Judgement {
  /** The least that the policy gets, as the first player and as the second, whatever the other does: exact. */
  readonly worst: readonly [number, number];
  /** Games against a perfect player that were won, drawn and lost, half of them as each player. */
  readonly perfect: readonly [won: number, drawn: number, lost: number];
}

/** The least that a policy gets as each player, which always takes its most probable move. */
function worstPayoffs(policy: CellPolicy): [number, number] {
  const choose = (cells: Cells): number => {
    const own = ticTacToe.mover(cells) === 0 ? 1 : -1;
    const observation = [own, -own].flatMap((mark) => Array.from(cells, (each) => (each === mark ? 1 : 0)));
    return policy.act(
      observation,
      Array.from(cells, (each) => each === 0),
    );
  };
  return [worstPayoff(ticTacToe, 0, choose), worstPayoff(ticTacToe, 1, choose)];
}

/** How a policy plays that always takes its most probable move. */
export function judge(policy: CellPolicy, games: number): Judgement {
  const { bestMoves } = solveGame(ticTacToe);
  const perfect: CellPlayer = (seen, { generator }) => {
    const moves = bestMoves(cellsOf(seen));
    return moves[generator.integers(0, moves.length)];
  };
  const own: CellPlayer = (seen, { legalActions }) => policy.act(seen, legalActions);
  const outcomes = [0, 0, 0];
  for (let seed = 0; seed < games; seed++) {
    const place = seed % 2;
    const returns = playGame(make("TicTacToe-v0"), place === 0 ? [own, perfect] : [perfect, own], { seed });
    outcomes[1 - returns[place]]++;
  }
  return {
    worst: worstPayoffs(policy),
    perfect: [outcomes[0], outcomes[1], outcomes[2]],
  };
}

/** What an observation shows, as the rules have it: who began has moved as often as the other, or once more. */
function cellsOf(seen: ArrayLike<number>): Cells {
  const marks = Array.from({ length: 9 }, (_, cell) => seen[cell] - seen[9 + cell]);
  return marks.filter((mark) => mark !== 0).length % 2 === 0 ? marks : marks.map((mark) => -mark);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      steps: { type: "string", default: "1000000" },
      seeds: { type: "string", default: "1" },
      games: { type: "string", default: "1000" },
    },
  });
  const started = performance.now();
  for (let seed = 1; seed <= Number(values.seeds); seed++) {
    const { policy, steps } = trainBySelfPlay(Number(values.steps), seed);
    const { worst, perfect } = judge(policy, Number(values.games));
    const seconds = Math.round((performance.now() - started) / 1000);
    console.log(
      `seed ${seed}, ${steps} moves: at worst ${worst[0]} as the first player and ${worst[1]} as the second; against a perfect player ` +
        `${perfect[0]} won, ${perfect[1]} drawn, ${perfect[2]} lost; ${seconds} s so far`,
    );
  }
}
