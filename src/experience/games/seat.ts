import type { VectorEnvironment } from "../../environments/vectorize/vector-environment.ts";
import { type Actor, createActor, type Policy } from "../../policies/index.ts";
import { requireFittingEnvironment } from "../../policies/require-fitting-environment.ts";
import { createGenerator, type Generator } from "../../random/index.ts";

/** A policy that moves in many games, of which any may wait for it. */
export interface Seat {
  /**
   * Draws a move in some of the games.
   *
   * @param games their numbers, of which the first `count` are meant
   * @param moved called with the number of each game, where the move stands in the actor's arrays, and the actor
   */
  move(games: Int32Array, count: number, moved: (game: number, row: number, actor: Actor) => void): void;
}

/** What a seat reads of the games. */
export interface SeatGames {
  readonly environments: readonly VectorEnvironment[];
  /** The present observation of each game. */
  readonly observations: readonly Float32Array[];
  /** What draws the moves of each game. */
  readonly generators: readonly Generator[];
}

/** Positions that are evaluated at once: enough for kernels to be quick, and few are to spare where fewer games wait. */
const mostAtOnce = 32;

/** @param policy evaluates the positions of all games that wait for it in batches */
export function createSeat(policy: Policy, { environments, observations, generators }: SeatGames): Seat {
  const [{ id, observationSpace, actionSpace, observationSize }] = environments;
  const masks = environments.find(({ legalActions }) => legalActions !== undefined)?.legalActions;
  requireFittingEnvironment(policy, { id, observationSpace, actionSpace, legalActions: masks });
  const atOnce = Math.min(environments.length, mostAtOnce);
  const actor = createActor(policy, atOnce);
  const spare = createGenerator(0);
  const drawing = new Array<Generator>(atOnce).fill(spare);

  return {
    move(games, count, moved) {
      for (let from = 0; from < count; from += atOnce) {
        const rows = Math.min(atOnce, count - from);
        for (let row = 0; row < rows; row++) {
          const game = games[from + row];
          drawing[row] = generators[game];
          actor.observations.set(observations[game], row * observationSize);
          const legal = environments[game].legalActions;
          if (legal) actor.legalActions?.set(legal, row * legal.length);
          else if (masks) actor.legalActions?.fill(1, row * masks.length, (row + 1) * masks.length);
        }
        drawing.fill(spare, rows); // rows to spare draw, and nobody looks at it
        actor.sample(drawing);
        for (let row = 0; row < rows; row++) moved(games[from + row], row, actor);
      }
    },
  };
}
