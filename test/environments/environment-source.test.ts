import { describe, expect, it } from "vitest";
import { ppo, reinforce } from "../../src/algorithms/index.ts";
import {
  box,
  cartPole,
  discrete,
  type Environment,
  make,
  resolveEnvironment,
  vectorize,
} from "../../src/environments/index.ts";
import { accessControl, forest, gambler, grid5x5, randomWalk, shortCorridor } from "../../src/mdp/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { evaluate } from "../../src/runs/index.ts";

const sound = () => make("CartPole-v1");
const definition = { id: "Mine-v1", description: "", create: sound };

class MyGame {
  observationSpace = box({ low: 0, high: 1 });
  actionSpace = discrete(2);
  reset = () => ({ observation: [0] });
  step = () => ({ observation: [0], reward: 0, terminated: true, truncated: false });
}

class WithMasks extends MyGame {
  actionMasks = () => [1, 1];
}

/** An environment without something, or with something else. */
const changed = (change: object) => () => ({ ...sound(), ...change }) as unknown as Environment;

const refused: [string, unknown, string][] = [
  [
    "an environment with save alone, from whose checkpoints no training could go on",
    changed({ restore: undefined }),
    "restore: expected both of save and restore, or neither; found undefined.",
  ],
  [
    "an environment with restore alone",
    changed({ save: undefined }),
    "save: expected both of save and restore, or neither; found undefined.",
  ],
  [
    "an environment whose restore is no method",
    changed({ restore: true }),
    "restore: expected both of save and restore, or neither; found the boolean true.",
  ],
  [
    "an async function",
    async function myGame() {
      return sound();
    },
    "myGame: the environment is a promise; it must be made at once. Await what it needs before, and pass a function " +
      "that is not async.",
  ],
  [
    "an async function that fails",
    async function myGame() {
      throw new Error("no such server");
    },
    "myGame: the environment is a promise",
  ],
  [
    "a class",
    MyGame,
    "environment: expected a function that returns an environment, found the class MyGame. Pass () => new MyGame().",
  ],
  ["a class as create", { ...definition, create: MyGame }, "Pass () => new MyGame()."],
  ["a promise", Promise.resolve(sound()), "found a promise"],
  [
    "a function that returns nothing",
    () => {},
    "expected an environment, an object with observationSpace, actionSpace, reset and step; found undefined.",
  ],
  ["a function that returns a function", () => sound, "Pass that function itself."],
  [
    "observation_space",
    changed({ observationSpace: undefined, observation_space: box({ low: 0, high: 1 }) }),
    "observationSpace",
  ],
  [
    "observation_space alone",
    () => {
      const { observationSpace, ...rest } = sound();
      return { ...rest, observation_space: observationSpace };
    },
    "the environment has observation_space; here it is called observationSpace.",
  ],
  [
    "legal_actions",
    changed({ legal_actions: () => [1, 1] }),
    "the environment has legal_actions; here it is called legalActions.",
  ],
  [
    "masks of another name, by a class",
    () => new WithMasks(),
    "the environment has actionMasks; here it is called legalActions.",
  ],
  [
    "a space that is none",
    changed({ observationSpace: { low: 0, high: 1 } }),
    "observationSpace: expected a space, as made by box(), discrete(), …; found an object with keys low, high.",
  ],
  ["no step", changed({ step: undefined }), "step: expected a method, found undefined."],
  ["a batch that is a promise", { ...definition, batch: async () => cartPole.batch!(1) }, "Mine-v1, batch("],
  [
    "a batch of fewer copies",
    { ...definition, batch: () => cartPole.batch!(3) },
    "count is 3; it must be the number of copies asked for",
  ],
  [
    "maxEpisodeSteps of 0",
    { ...definition, maxEpisodeSteps: 0 },
    "environment Mine-v1: maxEpisodeSteps is 0; it must be an integer from 1, or left out for episodes without a limit.",
  ],
  [
    "maxEpisodeSteps as text",
    { ...definition, maxEpisodeSteps: "7" },
    'environment Mine-v1: maxEpisodeSteps is "7"; it must be an integer from 1',
  ],
  ["maxEpisodeSteps of NaN", { ...definition, maxEpisodeSteps: Number.NaN }, "maxEpisodeSteps is NaN"],
  [
    "maxEpisodeSteps, misspelt",
    { ...definition, maxEpisodeStep: 7 },
    "environment Mine-v1: there is no option maxEpisodeStep. Did you mean maxEpisodeSteps?",
  ],
  [
    "maxEpisodeSteps of Gymnasium",
    { ...definition, max_episode_steps: 7 },
    "there is no option max_episode_steps. Did you mean maxEpisodeSteps?",
  ],
  [
    "a time limit of another library",
    { ...definition, time_limit: 7 },
    "there is no option time_limit. Did you mean maxEpisodeSteps?",
  ],
  [
    "no id",
    { ...definition, id: undefined },
    'environment: id is undefined; it must be a name such as "MyGame-v1".',
  ],
  [
    "a batch that is no function",
    { ...definition, batch: 3 },
    "environment Mine-v1: batch is 3; it must be a function, or left out.",
  ],
];

describe("an environment", () => {
  it.each(refused)("is refused with a sentence wherever it is taken: %s", (_, source, message) => {
    const policy = createPolicy(sound(), { generator: createGenerator(0) });
    const takers: ((source: never) => unknown)[] = [
      (source) => vectorize(source),
      (source) => [...ppo(source, { steps: 1 })],
      (source) => [...reinforce(source, { steps: 1 })],
      (source) => evaluate(policy, source),
    ];
    for (const take of takers) expect(() => take(source as never)).toThrow(message);
  });

  it("may be a class's object, and a definition may have more than its own fields", () => {
    expect(() => vectorize(() => new MyGame())).not.toThrow();
    const examples = [gambler(), forest(), grid5x5(), randomWalk(), accessControl(), shortCorridor()];
    for (const mdp of examples) expect(resolveEnvironment(mdp)).toBe(mdp);
    const own = { ...definition, level: 3, difficulty: "hard" };
    expect(resolveEnvironment(own)).toBe(own);
  });
});
