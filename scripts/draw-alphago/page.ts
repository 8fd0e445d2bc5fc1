import { eloRatings, wilsonInterval } from "../../src/go/index.ts";
import { ladderOf } from "./ladder.ts";
import { shownPlayer } from "./player-names.ts";
import type { AlphaGoResults, MatchSummary, RunSummary } from "./results.ts";

const count = (value: number) => value.toLocaleString("en");
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** docs/alphago-log.md. */
export function page({ games, runs, matches, baselines, snapshots }: AlphaGoResults): string {
  const trained = Object.values(runs);
  const sections = [
    section(
      "Games to learn from",
      ["file", "games", "played by", "how"],
      games.map((each) => [`\`${each.file}\``, count(each.games), shownPolicyHash(each.player), each.how]),
    ),
    section(
      "Trainings",
      [
        "run",
        "began (UTC)",
        "seconds",
        "updates",
        "steps",
        "settings other than the defaults",
        "SHA-256 of the weights",
      ],
      trained.map(rowOfRun),
    ),
    section(
      "Matches",
      [
        "match",
        "games",
        "won by the first",
        "95 % interval",
        "Elo above the second",
        "95 % interval",
        "not in order",
      ],
      matches.map(rowOfMatch),
    ),
    section(
      "Strength of all who do not draw their moves",
      ["player", "Elo", "95 % interval", "games"],
      ladderOf(matches, "runs/imitation/policy.safetensors").map(({ name, elo, low, high, games }) => [
        shownPlayer(name),
        whole(elo),
        `${whole(low)} to ${whole(high)}`,
        count(games),
      ]),
    ),
    section(
      "Snapshots of the first pass",
      ["file", "after updates", "after moves"],
      snapshots.map((each) => [`\`${each.file}\``, count(each.updates), count(each.steps)]),
    ),
    section(
      "Variance of the gradient by its baseline",
      ["policy", "games", "variance of outcomes foretold", "mean / none", "value / none", "value / mean"],
      baselines.map(({ run, batches, games, explainedVariance, ratios }) => [
        `\`${run}\``,
        `${batches} × ${games}`,
        percent(explainedVariance),
        ...ratios.map(
          ({ value, low, high }) => `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`,
        ),
      ]),
    ),
  ];
  const judged = trained.flatMap(({ run, judged }) => judged.map((line) => `- \`${run}\`: ${line}`));
  return `# AlphaGo's pipeline: the log

What the folder of the campaign of [AlphaGo's pipeline](alphago.md) says of itself: the games, the records of the trainings
(\`run.json\`) and the matches. Made by \`npx tsx scripts/draw-alphago.ts --from FOLDER\` from what
\`npx tsx scripts/train-go.ts FOLDER\` leaves; its numbers and curves are in [alphago.json](alphago.json).

${judged.length === 0 ? "" : `## Games held out\n\n${judged.join("\n")}\n\n`}${sections.filter((text) => text !== "").join("\n")}`;
}

function section(title: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const lines = [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`);
  return `## ${title}\n\n${lines.join("\n")}\n`;
}

function rowOfRun(run: RunSummary): string[] {
  const { seed, backend, workers, options } = run;
  const set = Object.entries(options)
    .filter(([, value]) => typeof value !== "object")
    .map(([name, value]) => `${name}=${value}`);
  return [
    `\`${run.run}\``,
    run.started.slice(0, 19).replace("T", " "),
    count(run.seconds),
    count(run.updates),
    count(run.steps),
    [`seed=${seed}`, `backend=${backend}`, `workers=${workers}`, ...set]
      .map((each) => `\`${each}\``)
      .join(" "),
    `\`${run.parameters.slice(0, 16)}…\``,
  ];
}

function rowOfMatch({ first, second, wins, losses, remarks }: MatchSummary): string[] {
  const games = wins + losses;
  const [low, high] = wilsonInterval(wins / games, games);
  const [, elo] = eloRatings([second, first], [{ first, second, wins, losses }]);
  return [
    `${shownPlayer(first)} – ${shownPlayer(second)}`,
    count(games),
    `**${percent(wins / games)}**`,
    `${percent(low)} to ${percent(high)}`,
    whole(elo.elo),
    `${whole(elo.low)} to ${whole(elo.high)}`,
    count(remarks),
  ];
}

/** Without a sign before 0. */
const whole = (value: number) => `${Math.round(value) + 0}`.replace("-", "−");

/** The policy of self-play is named by the hash of its weights, "policy 0123…". */
const shownPolicyHash = (player: string) => player.replace(/^policy ([0-9a-f]+)$/, "the policy `$1…`");
