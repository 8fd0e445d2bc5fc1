import { type Curve, type Curves, curvesToSvg } from "../../src/runs/index.ts";
import { drawLadder } from "./draw-ladder.ts";
import { ladderOf } from "./ladder.ts";
import type { AlphaGoResults, TrainingName } from "./results.ts";

/** A curve of a figure: a metric of a training, and what it is called there. */
type Line = readonly [training: TrainingName, metric: string, label: string];

interface Figure {
  readonly file: string;
  readonly title: string;
  /** Of the vertical axis. */
  readonly label: string;
  /** Of the horizontal axis. */
  readonly across: string;
  readonly lines: readonly Line[];
}

const bothPasses = (metric: string): Line[] => [
  ["reinforced", metric, "first pass"],
  ["secondPass", metric, "second pass, with the value network as baseline"],
];

const across = "moves of the policy";

const figures: readonly Figure[] = [
  {
    file: "alphago-imitation.svg",
    title: "Imitation of experts",
    label: "share of the expert's moves that are the most probable ones",
    across: "positions shown",
    lines: [
      ["imitation", "accuracy", "games learned from"],
      ["imitation", "heldOutAccuracy", "games held out (512 positions)"],
      ["apprentice", "accuracy", "games of a search learned from"],
      ["apprentice", "heldOutAccuracy", "games of a search held out (512 positions)"],
    ],
  },
  {
    file: "alphago-win-rate.svg",
    title: "Reinforcement: games won against the policy that it began with",
    label: "share of 100 games",
    across,
    lines: [
      ["reinforced", "winRate", "first pass, temperature 1"],
      ["reinforced", "winRateSharp", "first pass, temperature 0.25"],
      ["secondPass", "winRate", "second pass, temperature 1"],
      ["secondPass", "winRateSharp", "second pass, temperature 0.25"],
    ],
  },
  {
    file: "alphago-against-gnugo.svg",
    title: "Reinforcement against GNU Go, level 1",
    label: "share of the games of an update that it wins, moves drawn",
    across,
    lines: [["againstGnuGo", "engineWinRate", "128 games"]],
  },
  {
    ...{ file: "alphago-entropy.svg", title: "Reinforcement: entropy of the policy", label: "nats", across },
    lines: bothPasses("entropy"),
  },
  {
    ...{ file: "alphago-kl.svg", title: "Reinforcement: divergence from the latest opponent in the pool" },
    ...{ label: "KL divergence (nats)", across },
    lines: bothPasses("kl"),
  },
  {
    ...{ file: "alphago-length.svg", title: "Reinforcement: length of the games", across },
    label: "moves of the policy in a game",
    lines: bothPasses("meanLength"),
  },
  {
    file: "alphago-value.svg",
    title: "Value network: mean of (z − v(s))²",
    label: "squared error",
    across: "positions shown",
    lines: [
      ["value", "squaredError", "one position a game"],
      ["value", "heldOutSquaredError", "one position a game, held out"],
      ["valueOfFew", "squaredError", "all positions of few games"],
      ["valueOfFew", "heldOutSquaredError", "all positions of few games, held out"],
    ],
  },
  {
    file: "alphago-value-of-all.svg",
    title: "Value network by all positions, shown about once",
    label: "squared error",
    across: "positions shown",
    lines: [
      ["valueOfAll", "squaredError", "games of the reinforced policy"],
      ["valueOfAll", "heldOutSquaredError", "games of the reinforced policy, held out"],
      ["valueOfExperts", "squaredError", "games of GNU Go"],
      ["valueOfExperts", "heldOutSquaredError", "games of GNU Go, held out"],
      ["valueOfSearch", "squaredError", "games of a search"],
      ["valueOfSearch", "heldOutSquaredError", "games of a search, held out"],
      ["valueOfGames", "squaredError", "all of them, a larger network"],
      ["valueOfGames", "heldOutSquaredError", "all of them, a larger network, held out"],
    ],
  },
];

/** The metrics of trainings that the figures need. */
export const shownMetrics: readonly string[] = [
  ...new Set(figures.flatMap(({ lines }) => lines.map(([, metric]) => metric))),
];

/** The pictures of the page by the names of their files, as far as there is anything to draw. */
export function drawFigures(results: AlphaGoResults): Map<string, string> {
  const drawn = new Map<string, string>();
  for (const figure of figures) {
    const curves = figure.lines.flatMap((line) => curveOf(results, line));
    if (curves.length === 0) continue;
    const { file, title, label, across } = figure;
    drawn.set(file, curvesToSvg({ title, label, curves } satisfies Curves, { across, height: 380 }));
  }
  const ladder = ladderOf(results.matches, "runs/imitation/policy.safetensors");
  if (ladder.length > 0) drawn.set("alphago-ladder.svg", drawLadder(ladder));
  return drawn;
}

function curveOf({ runs }: AlphaGoResults, [training, metric, label]: Line): Curve[] {
  const series = runs[training]?.curves[metric];
  if (series === undefined) return [];
  const { steps, values: mean } = series;
  return [{ label, runs: 1, steps, mean, low: mean, high: mean }];
}
