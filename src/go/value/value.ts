import { createCloning } from "../../algorithms/index.ts";
import { defineAlgorithm, type OptionsOf } from "../../learning/index.ts";
import { stateOf } from "../../state/index.ts";
import { inModule } from "../../workers/index.ts";
import { endingTask } from "../positions/ending-task.ts";
import { ofGames, rowsPerShard } from "../positions/options.ts";
import { trainingPositions } from "../positions/training-positions.ts";
import { valueOptions } from "./options.ts";
import { createValueNetwork } from "./value-network.ts";

export type GoValueOptions = Partial<OptionsOf<typeof valueOptions>>;

/**
 * AlphaGo's value network (Silver et al. 2016): descends the mean of (z − v_θ(s))² over positions s of games and their outcomes
 * z for whoever is to move, 1 or −1. It does so by behavior cloning: the log-likelihood of z under a normal of mean v_θ(s) is
 * that, over twice a variance that is learned beside. Positions of one game have one outcome and
 * differ by a stone each, so that a network which is shown all of them learns the games by heart; so it is one of each game,
 * and `positions: "all"` shows what comes of the others. Of games held out, all positions are judged.
 *
 * What is trained is a policy whose action is the outcome that it expects; see `createValueNetwork`.
 */
export const goValue = inModule(
  import.meta.url,
  defineAlgorithm({
    name: "go-value",
    description: "Supervised learning of the outcomes of Go games from their positions.",
    options: valueOptions,
    ...ofGames,

    create({ settings, generators, source, environment, ...parts }) {
      const [choice, updates] = generators.updates.spawn(2);
      const of = [
        { decided: true, ...(settings.positions === "one" && { onePerGame: choice }) },
        { decided: true },
      ] as const;
      const { state, ...positions } = trainingPositions(
        "go-value",
        source,
        settings,
        "outcome",
        of,
        parts.team,
      );
      const looked = environment(1);
      const policy = createValueNetwork(looked.observationSpace, settings, {
        ...{ generator: generators.weights, backend: parts.backend },
      });
      looked.close();
      const auxiliary = endingTask("go-value", policy, settings, generators.weights);
      const learner = createCloning({
        ...{ policy, auxiliary, ...positions, settings, rowsPerShard, ...parts },
        generators: { ...generators, updates },
      });
      return { ...learner, ...stateOf({ games: state, learner }) };
    },
  }),
  "goValue",
);
