import { inModule } from "../../../src/environments/index.ts";
import { augmentBySymmetries, type DemonstrationArrays } from "../../../src/experience/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

/** What somebody did in tic-tac-toe after none or one move of each, as bytes. */
function create(): DemonstrationArrays {
  const count = 300;
  const generator = createGenerator(5);
  const observations = new Uint8Array(18 * count);
  const legalActions = new Uint8Array(9 * count).fill(1);
  const actions = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const cells = generator.permutation(9);
    actions[i] = cells[0];
    if (i % 3 === 0) continue;
    observations[18 * i + cells[1]] = 1;
    observations[18 * i + 9 + cells[2]] = 1;
    legalActions[9 * i + cells[1]] = 0;
    legalActions[9 * i + cells[2]] = 0;
  }
  return { observations, actions, legalActions };
}

const mirror = [2, 1, 0, 5, 4, 3, 8, 7, 6];
const same = [0, 1, 2, 3, 4, 5, 6, 7, 8];
const ofBoard = (cells: readonly number[]) => ({
  observations: [...cells, ...cells.map((cell) => 9 + cell)],
  actions: cells,
});

export default inModule(import.meta.url, create);
export const augment = inModule(
  import.meta.url,
  augmentBySymmetries([ofBoard(same), ofBoard(mirror)]),
  "augment",
);
