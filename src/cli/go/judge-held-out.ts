import { type GoDefinition, isGo } from "../../environments/index.ts";
import type { GamesSettings } from "../../go/index.ts";
import type { Policy } from "../../policies/index.ts";
import { loadRun } from "../../runs/index.ts";
import { jsonLine } from "../../text/printable.ts";
import { nextTurn } from "../../workers/index.ts";
import type { CommandContext } from "../command.ts";
import { environmentOf } from "./read-go-network.ts";
import { taskProgress } from "./task-progress.ts";

/** Judges what a run has trained by all that it held out, a part at each step. */
export type Judging<Judgement> = (
  policy: Policy,
  source: GoDefinition,
  settings: GamesSettings,
) => Generator<{ readonly done: number; readonly total: number }, Judgement>;

/**
 * Judges what a run has trained, with the progress on the terminal, and writes what came of it. The run is saved by then: an
 * interruption ends the process.
 */
export async function judgeHeldOut<Judgement extends object>(
  directory: string,
  judging: Judging<Judgement>,
  inWords: (judgement: Judgement) => string,
  { json, ...context }: Pick<CommandContext, "stdout" | "now"> & { readonly json: boolean },
): Promise<void> {
  const { policy, record } = loadRun(directory);
  const { games, heldOut } = record.options as unknown as GamesSettings;
  const source = environmentOf({ name: directory, network: policy, environment: record.environment });
  if (heldOut === 0 || !isGo(source)) return;
  const steps = judging(policy, source, { games, heldOut });
  let progress: ReturnType<typeof taskProgress> | undefined;
  let next = steps.next();
  for (; !next.done; next = steps.next()) {
    const { done, total } = next.value;
    if (!json) progress ??= taskProgress(context, { unit: "held-out positions", total, before: done });
    progress?.show(done);
    await nextTurn();
  }
  progress?.clear();
  const told = progress === undefined ? noneHeldOut : inWords(next.value);
  context.stdout.write(json ? jsonLine({ event: "heldOut", ...next.value }) : told);
}

const noneHeldOut = "No game is held out to judge it by: there are too few.\n";

/** "0.262"; "–" of none. */
export const mean = (value: number): string => (Number.isNaN(value) ? "–" : value.toFixed(3));

/** "57.4 %"; "–" of none. */
export const percent = (share: number): string =>
  Number.isNaN(share) ? "–" : `${(100 * share).toFixed(1)} %`;
