import type { TeamMessage } from "../lead.ts";
import { begunWord } from "../sharing/shared-memory.ts";
import { joinTeam, type Team } from "../team.ts";
import { listen, onUncaught } from "./listen.ts";

/** A member's part of a task, one step after another: what is left of a task between steps. */
type Steps = Iterator<unknown>;

/**
 * Lets workers run the module that calls this.
 *
 * @param begin prepares a member's part of a task, of which each call of `next` is a step; what it throws ends the team
 */
export function serveTasks(begin: (task: unknown, team: Team) => Promise<Steps>): void {
  const tasks = new Map<number, { readonly team: Team; work: Promise<Steps> }>();
  onUncaught((error) => {
    for (const { team } of tasks.values()) team.fail(error);
  });

  /** Does something of a task when all that was asked before is done. */
  const queue = (id: number, action: (steps: Steps) => void) => {
    const task = tasks.get(id);
    if (task === undefined) return;
    task.work = task.work.then((steps) => {
      action(steps);
      return steps;
    });
    task.work.catch((error) => task.team.fail(error));
  };

  const stopListening = listen((received) => {
    const message = received as TeamMessage;
    switch (message.kind) {
      case "begin": {
        const { id, memory, rank, size, task } = message;
        const team = joinTeam(memory, rank, size);
        tasks.set(id, { team, work: begin(task, team) });
        queue(id, () => Atomics.add(new Int32Array(memory), begunWord, 1));
        break;
      }
      case "step":
        queue(message.id, (steps) => {
          if (steps.next().done) tasks.get(message.id)?.team.leave();
        });
        break;
      case "end":
        queue(message.id, (steps) => steps.return?.());
        tasks.delete(message.id);
        break;
      case "quit":
        stopListening();
    }
  });
}
