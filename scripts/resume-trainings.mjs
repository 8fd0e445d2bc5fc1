/**
 * Goes on with trainings of random settings from random checkpoints: metrics, weights and checkpoints of every further update
 * must be those of the training without a stop, to the bit.
 *
 *   npm run build && npm run build:native && node scripts/resume-trainings.mjs 500
 *
 * Every algorithm, every kind of architecture, shared towers, heads, normalization, schedules, both backends, and 1 or 2
 * workers before and after. What cannot be combined, as SAC with discrete actions, is drawn again.
 *
 * @argument the number of trainings; default 60
 * @argument the seed; default 1
 * @argument the folder of the built modules; default dist
 */
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import fc from "fast-check";

const [, script, count = "60", seed = "1", modules = join(fileURLToPath(import.meta.url), "../../dist")] =
  process.argv;
const built = (name) => import(pathToFileURL(join(resolve(modules), name)));
const { algorithms } = await built("algorithms.js");
const { parametersHash } = await built("runs.js");

const sizes = {
  ppo: { environments: 4, rolloutSteps: 8, minibatchSize: 16, epochs: 2, steps: 128 },
  a2c: { environments: 4, rolloutSteps: 6, steps: 96 },
  "actor-critic": { environments: 4, rolloutSteps: 6, steps: 96 },
  "average-reward-actor-critic": { environments: 4, rolloutSteps: 6, steps: 96 },
  impala: { environments: 4, rolloutSteps: 6, policyLag: 2, steps: 96 },
  reinforce: { episodesPerUpdate: 3, steps: 200 },
  rloo: { groupsPerUpdate: 2, groupSize: 2, sequenceLength: 50, steps: 200 },
  grpo: { groupsPerUpdate: 2, groupSize: 2, sequenceLength: 50, epochs: 2, klWeight: 0.1, steps: 200 },
  "evolution-strategies": { population: 4, steps: 300 },
  "natural-policy-gradient": {
    environments: 4,
    rolloutSteps: 8,
    valueMinibatchSize: 16,
    valueEpochs: 1,
    steps: 128,
  },
  trpo: { environments: 4, rolloutSteps: 8, valueMinibatchSize: 16, valueEpochs: 1, steps: 128 },
  "self-play": { gamesPerUpdate: 3, snapshotEvery: 2, poolSize: 2, steps: 60 },
  ddpg: { environments: 2, rolloutSteps: 8, startSteps: 16, batchSize: 8, replaySize: 50, steps: 64 },
  reppo: { environments: 4, rolloutSteps: 8, minibatchSize: 16, epochs: 2, bins: 5, steps: 128 },
  td3: { environments: 2, rolloutSteps: 8, startSteps: 16, batchSize: 8, replaySize: 50, steps: 64 },
  sac: { environments: 2, rolloutSteps: 8, startSteps: 16, batchSize: 8, replaySize: 50, steps: 64 },
};

const units = fc.integer({ min: 1, max: 6 });
const architecture = fc.oneof(
  fc.record({
    kind: fc.constant("mlp"),
    hidden: fc.array(units, { maxLength: 2 }),
    activation: fc.constantFrom("tanh", "relu", "sigmoid"),
    initializer: fc.constant("orthogonal"),
    normalization: fc.constantFrom("none", "layer"),
  }),
  fc.record({ kind: fc.constantFrom("linear", "tabular") }),
  fc.record({ kind: fc.constantFrom("gru", "lstm"), units, encoder: fc.array(units, { maxLength: 1 }) }),
  fc.constantFrom(
    { kind: "transformer", layers: 1, width: 4, heads: 2, context: 3 },
    { kind: "transformer", layers: 2, width: 3, heads: 1, context: 5 },
  ),
  fc.record({
    kind: fc.constant("convolutional"),
    input: fc.constant([2, 2, 1]),
    layers: fc.array(fc.record({ filters: units, kernel: fc.constantFrom(1, 2) }), {
      minLength: 1,
      maxLength: 2,
    }),
    residualBlocks: fc.nat(1),
    normalization: fc.constantFrom("none", "batch", "layer"),
    head: fc.constantFrom({ kind: "dense" }, { kind: "pooled" }),
  }),
  fc.constant("auto"),
);

const settings = fc.record({
  algorithm: fc.constantFrom(...algorithms.filter(({ name }) => Object.hasOwn(sizes, name))),
  environment: fc.constantFrom("CartPole-v1", "Pendulum-v1", "FrozenLake-v1", "TicTacToe-v0"),
  options: fc.record(
    {
      architecture,
      hidden: fc.array(units, { minLength: 1, maxLength: 2 }),
      sharedTower: fc.boolean(),
      head: fc.constantFrom("diagonal-normal", "squashed-normal", "beta"),
      normalizeObservations: fc.boolean(),
      normalizeRewards: fc.boolean(),
      learningRateSchedule: fc.constant("linear"),
      targetKl: fc.constantFrom(0.001, 0.01),
      baseline: fc.constantFrom("none", "mean"),
      gate: fc.constantFrom(-0.2, 0.2),
      klWeight: fc.constantFrom(0.1, 1),
      optimizer: fc.constantFrom("adam", "rmsprop", "sgd"),
      seed: fc.nat(10_000),
      backend: fc.constantFrom("wasm", "native"),
    },
    { requiredKeys: ["seed", "backend", "hidden"] },
  ),
  before: fc.constantFrom(1, 2),
  after: fc.constantFrom(1, 2),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
});

const seen = {};

function contentOf({ update, steps, episodes, metrics, policy, checkpoint }) {
  const bytes = checkpoint();
  const hash = createHash("sha256").update(bytes).digest("hex");
  return {
    bytes,
    text: JSON.stringify({ update, steps, episodes, metrics, weights: parametersHash(policy), hash }),
  };
}

/** The reports from the beginning on; undefined where the settings cannot be combined. */
function reportsOf({ algorithm, environment, options }, workers, parts) {
  const known = Object.entries(options).filter(([name]) => Object.hasOwn(algorithm.options, name));
  const complete = { ...sizes[algorithm.name], ...Object.fromEntries(known), workers };
  try {
    const reports = algorithm(environment, complete, { ...parts, reportsBeginning: true })[Symbol.iterator]();
    const first = reports.next();
    return { first: first.value, rest: { [Symbol.iterator]: () => reports } };
  } catch (error) {
    if (parts.resume) throw error;
    seen.refused = (seen.refused ?? 0) + 1;
    return undefined;
  }
}

fc.assert(
  fc.property(settings, ({ before, after, at, ...training }) => {
    const begun = reportsOf(training, before, {});
    fc.pre(begun !== undefined);
    const whole = [contentOf(begun.first)];
    for (const report of begun.rest) whole.push(contentOf(report));
    const from = Math.floor(at * (whole.length - 1));
    const resumed = reportsOf(training, after, { resume: whole[from].bytes });
    const found = [contentOf(resumed.first)];
    for (const report of resumed.rest) found.push(contentOf(report));
    // The first report of what goes on has measured nothing; its checkpoint is the one that it was begun with.
    const same =
      Buffer.compare(found[0].bytes, whole[from].bytes) === 0 &&
      found.slice(1).every(({ text }, i) => text === whole[from + 1 + i].text) &&
      found.length === whole.length - from;
    const { architecture, backend } = training.options;
    const kind = `${training.algorithm.name} ${architecture?.kind ?? "auto"} ${backend} ${before}→${after}`;
    seen[kind] = (seen[kind] ?? 0) + 1;
    if (!same)
      throw new Error(`${kind}: it goes on in another way from update ${from} of ${whole.length - 1}`);
  }),
  { numRuns: Number(count), seed: Number(seed), maxSkipsPerRun: 1000 },
);
const { refused = 0, ...kinds } = seen;
console.log(
  JSON.stringify({
    script: script.split("/").at(-1),
    trainings: Number(count),
    refused,
    kinds: Object.keys(kinds).length,
  }),
);
if (process.env.PRINT_KINDS) console.log(kinds);
process.exit(0);
