import type { Share, Team } from "../workers/index.ts";
import { createStepsGather } from "./gather-steps.ts";
import type { Trajectory } from "./trajectory.ts";

/** Puts the steps of all members' copies together, so that all have them. Of a single member they are returned as they are. */
export function createTrajectoryGather(
  team: Team,
  { steps, own, count }: { readonly steps: number; readonly own: Share; readonly count: number },
): (trajectory: Trajectory) => Trajectory {
  if (team.size === 1) return (trajectory) => trajectory;
  const gatherSteps = createStepsGather(team, { steps, own, count });
  const gatherCopies = createStepsGather(team, { steps: 1, own, count });
  return ({ lastValues, stepsBefore, steps: _, count: __, ...arrays }) => ({
    steps,
    count,
    ...gatherSteps(arrays),
    ...gatherCopies({ lastValues, stepsBefore }),
  });
}
