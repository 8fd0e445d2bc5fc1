import { alone, nextTurn, type Team } from "../../workers/index.ts";
import type { Learner, Metrics } from "../learner.ts";
import type { Report } from "./report.ts";
import type { Session } from "./session.ts";
import type { Join } from "./team-for.ts";

/**
 * A training that has not begun: an iterable of reports. Whoever goes through it owns the loop, and stops the training by
 * leaving it. Under `for await` environments may answer with promises, and whatever else waits gets its turn between
 * two updates; the reports are the same.
 */
export interface Training<Observation = unknown, Action = unknown, Measured extends Metrics = Metrics>
  extends Iterable<Report<Observation, Action, Measured>>,
    AsyncIterable<Report<Observation, Action, Measured>> {}

/** A training whose environments are open. */
export interface BegunTraining {
  readonly learner: Learner;
  readonly session: Session;
  /** Whether a report comes before the first update. */
  readonly reportsBeginning: boolean;
}

/** @param begin opens the environments and makes the learner */
export function createTraining(join: Join, begin: (team: Team) => BegunTraining): Training {
  return {
    [Symbol.iterator]: () => watched((membership) => trainNow(membership, join, begin)),
    [Symbol.asyncIterator]: () => watched((membership) => trainLater(membership, join, begin)),
  };
}

/** A training's team, when it has one. */
interface Membership {
  team?: Team;
}

/** Ends the teams of trainings that were dropped unfinished: nobody can ask them for another report. */
const dropped = new FinalizationRegistry(({ team }: Membership) => team?.leave());

function watched<Reports extends object>(start: (membership: Membership) => Reports): Reports {
  const membership: Membership = {};
  const reports = start(membership);
  dropped.register(reports, membership);
  return reports;
}

/** What this member does, a step of the team each: however it ends, its environments are closed. */
function* steps(team: Team, begin: (team: Team) => BegunTraining): Generator<Report | undefined> {
  const { learner, session, reportsBeginning } = begin(team);
  try {
    if (reportsBeginning) yield session.beginning();
    while (!session.done) {
      yield session.answer() ? undefined : session.learn(learner.collector.collect());
    }
  } finally {
    learner.collector.close();
  }
}

/** The same alone, with environments that may answer later. */
async function* stepsLater(begin: (team: Team) => BegunTraining): AsyncGenerator<Report> {
  const { learner, session, reportsBeginning } = begin(alone);
  try {
    if (reportsBeginning) yield session.beginning();
    while (!session.done) yield session.learn(await learner.collector.collectLater());
  } finally {
    learner.collector.close();
  }
}

/** However a training ends, the other members of the team are told. */
function* trainNow(
  membership: Membership,
  join: Join,
  begin: (team: Team) => BegunTraining,
): Generator<Report> {
  const team = join();
  membership.team = team;
  const own = steps(team, begin);
  try {
    for (;;) {
      const { done, value } = team.step(() => own.next());
      if (done) return;
      yield value as Report;
    }
  } catch (error) {
    team.fail(error);
    throw error;
  } finally {
    try {
      own.return(undefined);
    } finally {
      team.leave();
    }
  }
}

async function* trainLater(
  membership: Membership,
  join: Join,
  begin: (team: Team) => BegunTraining,
): AsyncGenerator<Report> {
  const team = join();
  // Members of a team wait for each other where they are: none of them can wait for an environment meanwhile.
  const reports = team.size === 1 ? stepsLater(begin) : trainNow(membership, () => team, begin);
  for await (const report of reports) {
    yield report;
    await nextTurn();
  }
}
