import { fileURLToPath } from "node:url";
import type { SearchRange } from "../../learning/index.ts";
import { type RankedTrial, searchedSettings, type TuningEvent, type TuningPlan } from "../../runs/index.ts";
import { jsonLine, printableLines } from "../../text/printable.ts";
import type { CommandContext } from "../command.ts";
import { columns, formatCount, formatReturn, formatSeconds } from "../display/format.ts";
import { quoted } from "../display/quoted.ts";
import { shownPath } from "../display/shown-path.ts";
import { rangeInText } from "./read-range.ts";

/** Shows a search to whoever started it. */
export interface TuneDisplay {
  show(event: TuningEvent): void;
  /** Nothing more will come, perhaps because something failed. */
  close(): void;
}

/** Trials that are shown in the end; the table in the folder has all. */
const shownTrials = 10;

/**
 * For people: in a terminal a line that is written over, which says how far the search is; elsewhere a line for each training
 * that is over. In the end the best trials, and the command that trains with the best settings.
 */
export function humanTuneDisplay({ stdout, program, now }: CommandContext): TuneDisplay {
  let begun: { readonly time: number; readonly steps: number } | undefined;
  let drawn = Number.NEGATIVE_INFINITY;
  const clear = () => {
    if (stdout.isTTY) stdout.write("\r\x1b[K");
  };
  const writeLines = (...lines: string[]) => {
    clear();
    stdout.write(lines.map((line) => `${printableLines(line)}\n`).join(""));
  };
  const draw = (event: TuningEvent) => {
    if (!stdout.isTTY || now() - drawn < 100) return;
    drawn = now();
    begun ??= { time: now(), steps: event.steps };
    const rate = (event.steps - begun.steps) / Math.max(1, now() - begun.time);
    const [best] = event.ranking;
    const pieces = [
      `${formatCount(event.steps)} of ${formatCount(event.totalSteps)} steps`,
      ...(best ? [`best ${formatReturn(best.mean)} (trial ${best.trial})`] : []),
      ...(rate > 0 ? [`${formatSeconds((event.totalSteps - event.steps) / rate / 1000)} left`] : []),
    ];
    while (pieces.length > 1 && pieces.join("  ").length >= (stdout.columns || 80)) pieces.pop();
    stdout.write(`\r\x1b[K${pieces.join("  ")}`);
  };

  return {
    show(event) {
      const { plan } = event;
      const directory = shownPath(event.directory);
      switch (event.event) {
        case "start":
          writeLines(...beginning(event), `In ${directory}.`);
          break;
        case "progress":
          draw(event);
          break;
        case "result":
          if (stdout.isTTY && !("failure" in event.result)) draw(event);
          else writeLines(resultInText(event.result));
          break;
        case "rung":
          writeLines(`Trials that go on: ${event.trials.join(", ")}.`);
          break;
        case "stopped":
          writeLines(
            "Stopped. To go on:",
            `  ${program} tune ${ownModule(plan)}--resume ${quoted(directory)}`,
          );
          break;
        case "done":
          writeLines(...rankingInText(plan, event.ranking), `The whole table: ${directory}/table.md.`);
          if (event.preset === undefined) break;
          writeLines("To train with the best settings, on another seed than those of the search:");
          writeLines(`  ${program} ${toTrain(plan, event.preset)}`);
      }
    },
    close: clear,
  };
}

/** For programs: a JSON object for the plan, each result, each rung and, in the end, each trial from the best on. */
export function jsonTuneDisplay({ stdout }: CommandContext): TuneDisplay {
  const write = (value: unknown) => stdout.write(jsonLine(value));
  return {
    show(event) {
      const { plan, directory, steps, totalSteps } = event;
      const folder = shownPath(directory);
      switch (event.event) {
        case "start": {
          const { environment, algorithm, preset, ranges, trials, seeds, halving, episodes } = plan;
          const searched = {
            environment,
            algorithm,
            preset,
            ranges,
            trials: trials.length,
            seeds,
            halving,
            episodes,
          };
          write({ event: "start", ...searched, steps, totalSteps, folder });
          break;
        }
        case "progress":
          break;
        case "result":
          write({ event: "result", ...event.result, totalSteps });
          break;
        case "rung":
          write({ event: "rung", rung: event.rung, trials: event.trials });
          break;
        case "stopped":
          write({ event: "stopped", folder });
          break;
        case "done":
          for (const [index, ranked] of event.ranking.entries()) {
            const settings = Object.fromEntries(searchedSettings(plan, ranked.trial));
            write({ event: "trial", rank: index + 1, ...ranked, settings });
          }
          write({
            event: "done",
            folder,
            preset: event.preset === undefined ? null : shownPath(event.preset),
          });
      }
    },
    close() {},
  };
}

function beginning({ plan, ranking }: TuningEvent): string[] {
  const { environment, algorithm, trials, seeds, options, ranges, halving } = plan;
  const trainings = `${trials.length} trials of ${seeds.length} ${seeds.length === 1 ? "seed" : "seeds"}`;
  return [
    `Tuning ${algorithm} on ${environment}: ${trainings}, ${formatCount(Number(options.steps))} steps each` +
      `${halving ? ", halved on the way" : ""}. Trial 0 has the settings of the start (${plan.preset}).`,
    ...Object.entries(ranges).map(([name, range]) => `  ${rangeInText(name, range as SearchRange)}`),
    ...(ranking.length > 0 ? [`Going on with ${ranking.length} trials that have results.`] : []),
  ];
}

function resultInText(result: Extract<TuningEvent, { event: "result" }>["result"]): string {
  const what = `Trial ${result.trial}, seed ${result.seed}`;
  if ("failure" in result) return `${what} failed: ${result.failure}`;
  return `${what}: ${formatReturn(result.mean)} after ${formatCount(result.steps)} steps`;
}

function rankingInText(plan: TuningPlan, ranking: readonly RankedTrial[]): string[] {
  const rows = ranking
    .slice(0, shownTrials)
    .map(({ trial, steps, mean, lowest, highest, failure }, index) => [
      failure === undefined ? `${index + 1}` : "–",
      `${trial}`,
      formatCount(steps),
      failure === undefined
        ? `${formatReturn(mean)} (${formatReturn(lowest)} … ${formatReturn(highest)})`
        : "failed",
      failure ??
        searchedSettings(plan, trial)
          .map(([name, value]) => `${name}=${typeof value === "string" ? value : JSON.stringify(value)}`)
          .join(" "),
    ]);
  return columns([["rank", "trial", "steps", "mean return (worst … best seed)", "settings"], ...rows]);
}

/** The module of the environment, where it is one, as an argument before others. */
function ownModule({ module }: TuningPlan): string {
  return module === undefined ? "" : `${quoted(shownPath(fileURLToPath(module.url)))} `;
}

/** What trains with the best settings, as it would be typed. */
function toTrain(plan: TuningPlan, preset: string): string {
  const environment = plan.module === undefined ? `${plan.environment} ` : ownModule(plan);
  const resets = Object.entries(plan.resetOptions ?? {}).map(
    ([name, value]) => ` --reset ${quoted(`${name}=${JSON.stringify(value)}`)}`,
  );
  const seed = Math.max(...plan.seeds) + 1;
  return `train ${environment}--preset ${quoted(shownPath(preset))} --seed ${seed}${resets.join("")}`;
}
