import { serveTasks } from "../team/index.ts";
import { algorithms } from "./catalogue.ts";
import { importTask, type TrainingTask } from "./training-task.ts";

/*
 * What workers run: the training that they are told of, as members of a team. All members find the same weights; only
 * the reports of rank 0 are seen.
 */
serveTasks(async (task, team) => {
  const { algorithm: name, options } = task as TrainingTask;
  const { environment, functions } = await importTask(task as TrainingTask);
  const algorithm = algorithms.find((algorithm) => algorithm.name === name)!;
  return algorithm.train(environment, options, { ...functions, workers: team })[Symbol.iterator]();
});
