/**
 * Trains Go on 5×5 from nothing by self-play that is paid by points, and judges the policy, which takes its most probable
 * moves as Black from the empty board: against players of logpi, and against GNU Go (apt-get install gnugo). A game counts
 * where both have passed and all 25 points are Black's; stones of White that are dead and left on the board are White's. It also
 * tells how probable the centre is as the first move, by which Black gets all of the board (van der Werf et al. 2003).
 *
 *   npx tsx benchmarks/go/five-by-five.ts                         seed 1
 *   npx tsx benchmarks/go/five-by-five.ts --seeds 3               seeds 1 to 3
 *   npx tsx benchmarks/go/five-by-five.ts --backend native        in about half the time, after npm run build:native
 *   npx tsx benchmarks/go/five-by-five.ts --policy FILE           judges a policy that was trained before
 */
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Policy, type SelfPlayOptions, selfPlay } from "logpi";
import { goEnvironment } from "logpi/environments";
import { GoPosition, parseVertex, vertexOf } from "logpi/games";
import {
  createGtpEngine,
  type EngineProcess,
  EngineRefusal,
  type GoPlayer,
  gnuGo,
  goEvaluator,
  loadNetworks,
  playGtpGame,
  policyPlayer,
  randomPlayer,
  searchPlayer,
  startEngine,
} from "logpi/go";

const definition = goEnvironment({ size: 5, reward: "points", turned: true });
const { rules } = definition;
const start = { rules, stones: new Uint8Array(25), toPlay: 1, moves: [] } as const;

/**
 * Trains from nothing by the settings that are tuned for the game.
 *
 * @param onReport called now and then with what there is to say
 */
export function trainFiveByFive(
  given: Pick<SelfPlayOptions, "steps" | "seed" | "backend" | "workers">,
  onReport?: (text: string) => void,
): Policy {
  const options = { ...selfPlay.tuned[definition.id], ...given };
  let trained: Policy | undefined;
  for (const { update, steps, episodes, metrics, policy } of selfPlay(definition, options)) {
    trained = policy as Policy;
    if (update % 50 > 0) continue;
    onReport?.(
      `${steps} moves: mean outcome ${episodes.meanReturn.toFixed(2)}, ${episodes.meanLength.toFixed(1)} moves a game, entropy ` +
        `${metrics.entropy.toFixed(2)}, the centre first with ${centerProbability(trained).toFixed(3)}`,
    );
  }
  return trained!;
}

/** How probable the centre is as the first move. */
export function centerProbability(policy: Policy): number {
  const position = new GoPosition(rules);
  const evaluator = goEvaluator(position, policy, { batch: 1 });
  evaluator.see(0);
  evaluator.evaluate(1);
  return evaluator.priors[parseVertex("C3", position)];
}

/** Starts who has White in one game. */
export type StartWhite = (seed: number) => EngineProcess;

/** Seconds for an answer of GNU Go, which takes one: on a busy machine it may be long. */
const timeLimit = 600;

export const gnuGoOf =
  (level: number): StartWhite =>
  (seed) =>
    startEngine({ ...gnuGo({ rules, level, seed }), timeLimit });

/**
 * GNU Go whose first answer is drawn by the seed from all points, so that no two of 24 seeds in a row begin with the same one;
 * where that point is taken it answers by itself.
 */
export const gnuGoAfterAnyAnswer =
  (level: number): StartWhite =>
  (seed) => {
    const engine = gnuGoOf(level)(seed);
    const vertex = vertexOf(seed % 25, rules);
    let answered = false;
    return {
      ...{ name: engine.name, close: () => engine.close() },
      async send(...words) {
        if (words[0] !== "genmove" || answered) return engine.send(...words);
        answered = true;
        const given = await engine.send("play", words[1], vertex).catch((error: unknown) => {
          if (error instanceof EngineRefusal) return undefined;
          throw error;
        });
        return given === undefined ? engine.send(...words) : vertex;
      },
    };
  };

/** A player of logpi in the place of a program that speaks GTP. @param make makes one for each game */
export const playerOf =
  (make: () => GoPlayer): StartWhite =>
  (seed) => {
    const engine = createGtpEngine({ player: make(), rules, seed });
    return {
      name: "logpi",
      async send(...words) {
        const answer = await engine.answer(words.join(" "));
        if (!answer.startsWith("=")) throw new Error(answer);
        return answer.slice(1).trim();
      },
      async close() {},
    };
  };

export interface Judgement {
  readonly games: number;
  /** Those that ended by two passes with the whole board Black's. */
  readonly whole: number;
  /** How many of the games differ from one another. */
  readonly different: number;
}

/** Games of a policy that takes its most probable moves as Black, one with each seed from 1 on. */
export async function judge(policy: Policy, startWhite: StartWhite, games: number): Promise<Judgement> {
  const all = new Set<string>();
  let whole = 0;
  for (let seed = 1; seed <= games; seed++) {
    const players = {
      black: playerOf(() => policyPlayer(policy, { symmetries: 8 }))(seed),
      white: startWhite(seed),
    };
    try {
      const { game, unfinished, fault } = await playGtpGame(players, start);
      if (fault) throw fault.error;
      all.add(game.moves.map(({ move }) => move).join());
      if (!unfinished && game.result?.winner === 1 && game.result.by === 25 - rules.komi) whole++;
    } finally {
      await players.white.close();
    }
  }
  return { games, whole, different: all.size };
}

const opponents: Readonly<Record<string, StartWhite>> = {
  "GNU Go, level 1": gnuGoOf(1),
  "GNU Go, level 10": gnuGoOf(10),
  "GNU Go, level 1, after any first answer": gnuGoAfterAnyAnswer(1),
  "GNU Go, level 10, after any first answer": gnuGoAfterAnyAnswer(10),
  "a random player": playerOf(randomPlayer),
  "a search of 200 simulations": playerOf(() => searchPlayer({ simulations: 200 })),
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({
    options: {
      steps: { type: "string" },
      seeds: { type: "string", default: "1" },
      games: { type: "string", default: "100" },
      backend: { type: "string", default: "wasm" },
      policy: { type: "string" },
    },
  });
  const backend = values.backend === "native" ? "native" : "wasm";
  const tell = async (title: string, policy: Policy) => {
    console.log(`${title}: the centre first with ${centerProbability(policy).toFixed(4)}`);
    for (const [name, startWhite] of Object.entries(opponents)) {
      const { games, whole, different } = await judge(policy, startWhite, Number(values.games));
      console.log(`  all 25 points in ${whole} of ${games} games (${different} different) against ${name}`);
    }
  };
  const run = async () => {
    if (values.policy !== undefined) {
      await tell(values.policy, loadNetworks(values.policy, { search: false, backend }).policy);
      return;
    }
    for (let seed = 1; seed <= Number(values.seeds); seed++) {
      const { user, system } = process.cpuUsage();
      const steps = values.steps === undefined ? {} : { steps: Number(values.steps) };
      const policy = trainFiveByFive({ ...steps, seed, backend }, console.log);
      const used = process.cpuUsage({ user, system });
      await tell(`seed ${seed}, ${Math.round((used.user + used.system) / 1e6)} s of one core`, policy);
    }
  };
  run().catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
