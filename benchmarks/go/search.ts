/**
 * What a search does per second, by where its time goes: simulations on 9×9 with networks (5 layers of 64 filters, shared by
 * policy and value function), by backend and batch; simulations of rules and tree alone; and how many simulations prove the
 * values of small boards.
 *
 *   npx tsx benchmarks/go/search.ts
 */
import { goEnvironment } from "../../src/environments/index.ts";
import { alphaGoFeatures, boardFeatures, GoPosition, scoreOf } from "../../src/games/index.ts";
import {
  createSearch,
  evaluatorOf,
  goEvaluator,
  goSearchGame,
  type SearchEvaluator,
} from "../../src/go/search/index.ts";
import { boardArchitecture, boardValueHead } from "../../src/networks/index.ts";
import { createPolicy, createValueFunction } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { type MeasuredBackend, measuredBackends } from "../backends.ts";

/** Simulations per second over the first moves of a game, 400 for each; the best of three games. */
function speed(evaluatorFor: (position: GoPosition) => SearchEvaluator): number {
  let best = 0;
  for (let game = 0; game < 3; game++) {
    const position = new GoPosition();
    const search = createSearch(goSearchGame(position), evaluatorFor(position));
    search.run({ simulations: 50 });
    search.clear();
    const { user, system } = process.cpuUsage();
    for (let move = 0; move < 4; move++) position.play(search.run({ simulations: 400 }).move);
    const used = process.cpuUsage({ user, system });
    best = Math.max(best, (4 * 400) / ((used.user + used.system) / 1e6));
  }
  return Math.round(best);
}

function speedWithNetworks(
  { create }: MeasuredBackend,
  features: typeof boardFeatures,
  batch: number,
  symmetries: number,
): number {
  const spaces = goEnvironment({ features }).create();
  const channels = spaces.observationSpace.size / 81;
  const architecture = boardArchitecture([9, 9, channels], { firstKernel: 3 });
  const generator = createGenerator(1);
  const policy = createPolicy(spaces, { architecture, generator, backend: create() });
  const head = { ...architecture, head: boardValueHead };
  const valueFunction = createValueFunction(spaces.observationSpace, {
    ...{ architecture: head, generator, tower: policy.tower },
  });
  return speed((position) => goEvaluator(position, policy, { features, valueFunction, batch, symmetries }));
}

const uniform = new Float32Array(82).fill(1);
const alone = speed(() => evaluatorOf(82, () => ({ priors: uniform, value: 0 }), 8));
console.log(`rules and tree alone: ${alone.toLocaleString("en-US")} simulations per second\n`);

console.log("| backend | features | batch | symmetries | simulations per second |\n|---|---|---|---|---|");
for (const backend of measuredBackends().filter(({ title }) => !title.includes("AVX2"))) {
  for (const [name, features] of [
    ["board", boardFeatures],
    ["AlphaGo", alphaGoFeatures],
  ] as const) {
    for (const [batch, symmetries] of [
      [1, 1],
      [8, 1],
      [16, 1],
      [8, 8],
    ]) {
      const figure = speedWithNetworks(backend, features, batch, symmetries).toLocaleString("en-US");
      console.log(`| ${backend.title} | ${name} | ${batch} | ${symmetries} | ${figure} |`);
    }
  }
}

/** A search that goes by the score of the board as it stands, which is little to know. */
function prove(columns: number, rows: number, komi: number) {
  const position = new GoPosition({ columns, rows, komi });
  const { points } = position;
  const priors = Float32Array.from({ length: points + 1 }, (_, move) => (move === points ? 0.2 : 1));
  const judge = () => {
    const value = Math.max(-0.9, Math.min(0.9, scoreOf(position).lead / (2 * points)));
    return { priors, value: position.toPlay === 1 ? value : -value };
  };
  const search = createSearch(goSearchGame(position), evaluatorOf(points + 1, judge), { nodes: 4e6 });
  return search.run({ simulations: 400_000 });
}

console.log("\n| board | komi | proven: Black gets | simulations |\n|---|---|---|---|");
for (const [rows, columns, value] of [
  [1, 5, 0],
  [2, 2, 1],
  [2, 3, 0],
  [3, 3, 9],
]) {
  for (const komi of value === rows * columns ? [value - 0.5] : [value - 0.5, value + 0.5]) {
    const { value: result, solved, simulations } = prove(columns, rows, komi);
    const proven = solved ? String(result) : "nothing";
    console.log(`| ${rows}×${columns} | ${komi} | ${proven} | ${simulations.toLocaleString("en-US")} |`);
  }
}
