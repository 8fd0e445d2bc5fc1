import type { Share, Team } from "../workers/index.ts";
import { createInfoGather } from "./gather-info.ts";
import { createStepsGather } from "./gather-steps.ts";
import type { InfoAt, Trajectory } from "./trajectory.ts";

/** Puts the steps of all members' copies together, so that all have them. Of a single member they are returned as they are. */
export function createTrajectoryGather(
  team: Team,
  { steps, own, count }: { readonly steps: number; readonly own: Share; readonly count: number },
): (trajectory: Trajectory) => Trajectory {
  if (team.size === 1) return (trajectory) => trajectory;
  const gatherSteps = createStepsGather(team, { steps, own, count });
  const gatherCopies = createStepsGather(team, { steps: 1, own, count });
  const infos = createInfoGather(team);
  const amongAll = ({ at, info }: InfoAt): InfoAt => {
    const copy = at % own.count;
    return { at: ((at - copy) / own.count) * count + own.start + copy, info };
  };
  return (trajectory) => {
    const {
      steps: _,
      count: __,
      players,
      lastValues,
      lastMovers,
      stepsBefore,
      episodeInfo,
      ...arrays
    } = trajectory;
    infos.announce(episodeInfo.length > 0 ? episodeInfo.map(amongAll) : episodeInfo);
    const ofSteps = gatherSteps(arrays);
    infos.place();
    const ofCopies = gatherCopies({ lastValues, lastMovers, stepsBefore });
    const told = infos.all().flat();
    const episodes = told.sort((a, b) => a.at - b.at);
    return { steps, count, players, ...ofSteps, ...ofCopies, episodeInfo: episodes };
  };
}
