import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { watchEpisodes } from "../../experience/index.ts";
import { framesPerSecondOf, toFrame } from "../../rendering/index.ts";
import { loadRun } from "../../runs/index.ts";
import { readResetOptions } from "../arguments/assignments.ts";
import { type Arguments, parseArguments } from "../arguments/parse-arguments.ts";
import { countOf } from "../arguments/parse-count.ts";
import { readWhichPolicy } from "../arguments/read-which-policy.ts";
import { environmentOf } from "../arguments/run-environment.ts";
import { type Command, type CommandContext, type Interruption, type Syntax, UsageError } from "../command.ts";
import { exitCodeAfter } from "../exit-code-after.ts";
import { createPause } from "./pause.ts";
import { episodesView, fileView, screenView, secondsAtEnd, stepsView, type View } from "./views.ts";

const syntax: Syntax = {
  name: "watch",
  summary: "Shows the trained policy of a run acting: in the terminal, or in an animated file.",
  positionals: [{ name: "run", description: "the folder of a run" }],
  options: {
    environment: {
      value: "FILE",
      description: "the module of the environment, or an id; default: that of the run, if it is yours",
    },
    episodes: { value: "N", description: "how many episodes to play; default 1" },
    seed: { value: "S", description: "seed of the episodes; default 0: those of `evaluate`" },
    stochastic: { description: "draws actions from the policy, in place of the most probable ones" },
    out: { value: "FILE.gif", description: "writes an animated file; default: shows it in the terminal" },
    fps: { value: "N", description: "steps in a second; default: as fast as the environment's own time" },
    reset: {
      value: "NAME=VALUE",
      multiple: true,
      description: "options that every reset of the environment is given, in place of those of the training",
    },
    checkpoint: {
      value: "WHICH",
      description:
        "last (the default), best (in the evaluations during training), or the steps of a checkpoint",
    },
  },
  examples: [
    "watch runs/CartPole-v1-ppo-1",
    "watch runs/CartPole-v1-ppo-1 --episodes 3 --seed 7 --stochastic",
    "watch runs/CartPole-v1-ppo-1 --out episode.gif",
  ],
};

async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const parsed = parseArguments(syntax, args);
  const { moments, id, ...showing } = await readSettings(parsed, context);
  const pause = createPause(context.now);
  let interruption: Interruption | undefined;
  const stopListening = context.onInterruption((reason) => {
    interruption = reason;
    pause.end();
  });
  let view: View | undefined;
  try {
    for await (const moment of moments) {
      const { rendering, ended } = moment;
      const frame = rendering && toFrame(rendering);
      const seconds = 1 / (showing.fps ?? (rendering ? framesPerSecondOf(rendering) : 1));
      view ??= chooseView(context, { id, out: showing.out, hasPicture: frame !== undefined });
      view.show({ moment, frame, seconds });
      await pause.next(view.isLive ? (ended ? Math.max(seconds, secondsAtEnd) : seconds) : 0);
      if (interruption !== undefined) break;
    }
    if (!(interruption instanceof Error)) view?.finish?.();
  } finally {
    stopListening();
    view?.close?.();
  }
  if (interruption instanceof Error) throw interruption;
  return exitCodeAfter(interruption);
}

async function readSettings(parsed: Arguments, { stderr }: CommandContext) {
  const episodes = countOf(parsed, "episodes", 1, 1);
  const seed = countOf(parsed, "seed", 0, 0);
  const fps = readRate(parsed.value("fps"));
  const out = parsed.value("out");
  if (out !== undefined && !out.endsWith(".gif")) {
    throw new UsageError(`watch: --out is "${out}"; it must be the name of a GIF file, such as episode.gif.`);
  }
  if (out !== undefined && !existsSync(dirname(out))) {
    // Said before the episodes are played, after which the file is written.
    throw new UsageError(`watch: --out is "${out}"; there is no folder ${dirname(out)}.`);
  }
  const run = loadRun(parsed.positionals[0], { checkpoint: readWhichPolicy(parsed) });
  const environment = await environmentOf(run, parsed.value("environment"), { stderr });
  const resetOptions = readResetOptions(parsed) ?? run.record.resetOptions;
  const moments = watchEpisodes(run.policy, environment, {
    ...{ episodes, seed, stochastic: parsed.flag("stochastic") },
    ...(resetOptions && { resetOptions }),
  });
  return { moments, id: environment.id, fps, out };
}

/** Steps in a second. With fewer, a step would be shown for longer than the 655.35 seconds that a GIF can say. */
const [leastRate, mostRate] = [0.002, 1000];

function readRate(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const rate = Number(text);
  if (rate >= leastRate && rate <= mostRate) return rate;
  throw new UsageError(`--fps is "${text}"; it must be a number from ${leastRate} to ${mostRate}.`);
}

function chooseView({ stdout, stderr }: CommandContext, { id, out, hasPicture }: Shows): View {
  if (!hasPicture) {
    if (out !== undefined) {
      throw new Error(
        `watch: ${id} has no picture to write to ${out}. Give the environment a method render(), or leave --out out to read ` +
          "its steps.",
      );
    }
    return stepsView(stdout);
  }
  if (out !== undefined) return fileView(stdout, out);
  if (stdout.isTTY === true && !process.env.NO_COLOR) return screenView(stdout, id);
  stderr.write(
    "The output is no terminal with colors, so the pictures are not shown; --out episode.gif writes them to a file.\n",
  );
  return episodesView(stdout);
}

interface Shows {
  readonly id: string;
  readonly out: string | undefined;
  readonly hasPicture: boolean;
}

export const watchCommand: Command = { syntax, run };
