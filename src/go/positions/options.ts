import {
  commonOptions,
  fraction,
  nonNegativeInteger,
  nonNegativeNumber,
  type OptionsTable,
  orNone,
  positiveInteger,
  positiveNumber,
  schedule,
  text,
} from "../../learning/index.ts";

/** Options of what learns from games. @param batchSize the default */
export const gamesOptions = {
  games: text(
    "",
    "SGF collection of games to learn from, as `logpi go games` writes it, or several with commas between them; gzip may have compressed them",
  ),
  heldOut: fraction(0.05, "share of the games that are held out, to judge what was learned by"),
  heldOutRows: nonNegativeInteger(
    512,
    "positions of those games that are judged after each update, evenly spread over them",
  ),
  minibatchSize: positiveInteger(128, "positions of each gradient"),
  minibatchesPerUpdate: positiveInteger(16, "minibatches of each update, after which there is a report"),
  learningRate: positiveNumber(1e-3, "initial step size of Adam"),
  learningRateSchedule: schedule("learning rate"),
  weightDecay: nonNegativeNumber(0, "by how much weights shrink in each step, times the learning rate"),
  maxGradientNorm: orNone(positiveNumber, "none", "norm to which gradients are clipped"),
  layers: positiveInteger(5, "convolutions before the head, and before the blocks"),
  filters: positiveInteger(48, "filters of each convolution"),
  firstKernel: positiveInteger(3, "rows and columns of the first kernel; the others are 3×3"),
  residualBlocks: nonNegativeInteger(
    0,
    "blocks of two 3×3 convolutions behind those, whose result is added to what they see; every second one sees the whole board",
  ),
  ownershipWeight: nonNegativeNumber(
    0,
    "factor on the error of whose each point is in the end, which is learned beside; 0: it is not",
  ),
  seed: commonOptions.seed,
  backend: commonOptions.backend,
  workers: commonOptions.workers,
} satisfies OptionsTable;

/** Networks of boards take so long for a position that small shards, which are spread over workers, cost nothing. */
export const rowsPerShard = 32;

/** What the algorithms that learn from games say of themselves. */
export const ofGames = {
  check: ({ heldOut }: { readonly heldOut: number }) =>
    heldOut < 1 ? [] : ["option heldOut is 1; it must leave games to learn from."],
  copies: ({ minibatchSize }: { readonly minibatchSize: number }) => minibatchSize,
  work: ({ minibatchSize }: { readonly minibatchSize: number }) => ({
    shards: Math.ceil(minibatchSize / rowsPerShard),
  }),
};
