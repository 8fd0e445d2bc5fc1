import { compile } from "../../compiler/index.ts";
import type { GoDefinition } from "../../environments/index.ts";
import { goPlanes } from "../../games/go/index.ts";
import { input } from "../../graph/index.ts";
import type { Policy } from "../../policies/index.ts";
import { heldOutGames } from "../positions/held-out-games.ts";
import { listPositions } from "../positions/position-list.ts";
import { positionDemonstrations } from "../positions/position-reader.ts";
import { type GamesSettings, gamesOf } from "../positions/training-positions.ts";

/** How well a value network tells the outcomes of games that were held out. */
export interface ValueJudgement {
  readonly positions: number;
  /** The mean of (z − v(s))²; 1 for a network that knows nothing. */
  readonly squaredError: number;
  /** The share of the positions in which who is held to win did. */
  readonly accuracy: number;
}

const positionsAtOnce = 128;

/**
 * Judges a value network by all positions of the games that a training by these settings holds out. Yields how many of how
 * many are done, and returns what came of it.
 *
 * @throws OptionsError where the games cannot be read or are on another board
 */
export function* judgeValue(
  network: Policy,
  source: GoDefinition,
  { games: file, heldOut }: GamesSettings,
): Generator<{ readonly done: number; readonly total: number }, ValueJudgement> {
  const games = gamesOf("judgeValue", source, file);
  const isHeld = heldOutGames(games, heldOut);
  const positions = listPositions(games, { decided: true, games: (game) => isHeld[game] === 1 });
  const { rules, features } = source;
  const demonstrations = positionDemonstrations(
    games,
    positions,
    rules,
    goPlanes(rules, features),
    "outcome",
  );
  const { count } = demonstrations;
  const observations = input([positionsAtOnce, network.observationSpace.size]);
  const values = network.density({ observations }).mode();
  const program = compile({ inputs: { observations }, outputs: { values } }, network.backend);
  const rows = {
    ...{ observations: program.inputs.observations, legalActions: undefined },
    ...{ actions: new Float32Array(positionsAtOnce), weights: new Float32Array(positionsAtOnce) },
  };
  let [errors, hits] = [0, 0];
  for (let first = 0; first < count; first += positionsAtOnce) {
    const end = Math.min(first + positionsAtOnce, count);
    for (let example = first; example < end; example++) demonstrations.read(example, rows, example - first);
    program.run();
    const { values } = program.outputs;
    for (let row = 0; row < end - first; row++) {
      const outcome = rows.actions[row];
      errors += (outcome - values[row]) ** 2;
      if (outcome * values[row] > 0) hits++;
    }
    yield { done: end, total: count };
  }
  return { positions: count, squaredError: errors / count, accuracy: hits / count };
}
