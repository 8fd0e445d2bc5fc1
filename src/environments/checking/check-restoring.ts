import { decodeState, encodeState } from "../../state/index.ts";
import type { Environment } from "../environment.ts";
import { thrownMessage } from "../thrown-message.ts";
import type { Finding } from "./environment-report.ts";
import { exploreEnvironment, type Moment, sameMoment } from "./explore-environment.ts";

/** Steps before the state is saved, and those that are compared. */
const stepsBefore = 5;
const stepsAfter = 100;

/** Saves a state in the middle of an episode, goes on, and does the same again after restoring it. */
export function checkRestoring(
  environment: Environment,
  seed: number,
  add: (finding: Finding) => void,
): void {
  if (environment.save === undefined && environment.restore === undefined) return;
  const quiet = (): void => {};
  const fail = (part: string, expected: string, found: string): void =>
    add({ step: undefined, part, expected, found });
  const missing =
    environment.save === undefined ? "save" : environment.restore === undefined ? "restore" : undefined;
  if (missing !== undefined) {
    fail(missing, "both of save and restore, or neither", "none");
    return;
  }
  const goOn = (): readonly Moment[] =>
    exploreEnvironment(environment, { seed: seed + 1, steps: stepsAfter, begin: "as it is" }, quiet).moments;

  let part = "save";
  try {
    const { moments } = exploreEnvironment(environment, { seed, steps: stepsBefore }, quiet);
    const last = moments.at(-1);
    if (last === undefined || last.terminated || last.truncated) environment.reset();
    const saved = decodeState(encodeState(environment.save!()));
    const once = goOn();
    part = "restore";
    environment.restore!(saved);
    const again = goOn();
    const differs = once.findIndex((moment, i) => again[i] === undefined || !sameMoment(moment, again[i]));
    if (differs < 0) return;
    const expected =
      "the same after restore() as after save() (save all that decides what comes, generators included)";
    fail("restore", expected, `something else, ${once[differs].step} steps later`);
  } catch (error) {
    fail(
      part,
      "a state as plain data and typed arrays, from which restore() goes on",
      `an error: ${thrownMessage(error)}`,
    );
  }
}
