import { addEnvironments, furtherEnvironments } from "../environments/index.ts";
import { type Algorithm, importTask, type TrainingTask } from "../learning/index.ts";
import { addTransformer } from "../networks/index.ts";
import { importFrom, serveTasks } from "../workers/index.ts";
import { catalogue } from "./catalogue.ts";

/*
 * What workers run: the training that they are told of, as members of a team. All members find the same weights; only
 * the reports of rank 0 are seen.
 */
addEnvironments(furtherEnvironments); // in a page too
addTransformer();
serveTasks(async (task, team) => {
  const { algorithm: chosen } = task as TrainingTask;
  const { environment, options, parts } = await importTask(task as TrainingTask);
  const algorithm =
    typeof chosen === "string" ? await catalogue[chosen]() : ((await importFrom(chosen)) as Algorithm);
  return algorithm(environment, options, { ...parts, workers: team } as never)[Symbol.iterator]();
});
