import { type BoardSize, boardSymmetries, inverseSymmetries, turnPlanes } from "../../games/go/index.ts";
import { createGenerator, type GeneratorState, generatorFromState } from "../../random/index.ts";
import { StateError, savedCount, savedRecord, within } from "../../state/index.ts";
import { defaultSeed } from "../default-seed.ts";
import type { RestorableBatch } from "../environment-from-batch.ts";

/**
 * The same game with every observation turned and mirrored by a symmetry of the board that is drawn for it, and with actions as
 * they are seen there. Players that learn from it meet a position in all its forms, though they play only one.
 *
 * @param batch a game whose observations are `[rows, columns, channels]`, and whose actions are the points and a pass
 */
export function turnedBoards(batch: RestorableBatch, board: BoardSize): RestorableBatch {
  const { count, observationSpace } = batch;
  const { size } = observationSpace;
  const symmetries = boardSymmetries(board);
  const inverses = inverseSymmetries(board);
  const points = board.columns * board.rows;
  const channels = size / points;
  const moves = points + 1;
  const generators = Array.from({ length: count }, () => createGenerator(defaultSeed));
  /** By which of them each copy is seen now. */
  const seen = new Int32Array(count);
  const asItIs = new Float32Array(count * size);
  const actions = new Int32Array(count);
  const legal = new Uint8Array(count * moves);

  const show = (index: number, observations: Float32Array, at: number): void => {
    seen[index] = generators[index].integers(0, symmetries.length);
    const symmetry = symmetries[seen[index]];
    turnPlanes({ planes: asItIs, at }, symmetry, channels, { planes: observations, at });
  };

  return {
    ...batch,
    reset(index, observations, seed) {
      if (seed !== undefined) generators[index] = createGenerator(seed);
      batch.reset(index, asItIs, seed);
      show(index, observations, index * size);
    },
    step(given, observations, rewards, terminated, truncated) {
      for (let index = 0; index < count; index++)
        actions[index] = symmetries[inverses[seen[index]]][given[index]];
      batch.step(actions, asItIs, rewards, terminated, truncated);
      for (let index = 0; index < count; index++) show(index, observations, index * size);
    },
    legalActions(mask) {
      batch.legalActions!(legal);
      for (let index = 0; index < count; index++) {
        const symmetry = symmetries[seen[index]];
        for (let move = 0; move < moves; move++)
          mask[index * moves + symmetry[move]] = legal[index * moves + move];
      }
    },
    save: (index) => ({ game: batch.save(index), seen: seen[index], generator: generators[index].save() }),
    restore(index, saved) {
      const { game, seen: symmetry, generator } = savedRecord(saved, ["game", "seen", "generator"]);
      const number = within("seen", () => savedCount(symmetry));
      if (number >= symmetries.length)
        throw new StateError(`seen: there are ${symmetries.length} symmetries; found ${number}`);
      generators[index] = within("generator", () => generatorFromState(generator as GeneratorState));
      batch.restore(index, game);
      seen[index] = number;
    },
  };
}
