import { knownOptions } from "../../text/known-options.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { requireFraction } from "../../text/require-number.ts";
import type { Dynamics } from "../dynamics.ts";
import { foundById } from "../found-by-id.ts";
import { tabularDynamics } from "../tabular/tabular-dynamics.ts";
import { type TabularEnvironment, tabularEnvironment } from "../tabular/tabular-environment.ts";
import type { Outcome, TransitionTable } from "../tabular/transition-table.ts";

const size = 5;
/** Row and column of the four places: red, green, yellow, blue. */
const places = [[0, 0], [0, 4], [4, 0], [4, 3]]; // biome-ignore format: as a list of pairs
const inTaxi = places.length;
/** Rows down and columns to the right of the moves south, north, east and west. */
const moves = [[1, 0], [-1, 0], [0, 1], [0, -1]]; // biome-ignore format: as a list of pairs
/** The moves to the left and to the right of each. */
const sidesOf = [[2, 3], [3, 2], [1, 0], [0, 1]]; // biome-ignore format: as a list of pairs
/** By row, the columns that a wall separates from the next one to the east. */
const walls = [[1], [1], [], [0, 2], [0, 2]];

/** A taxi: see {@link taxi}. */
export interface TaxiOptions {
  /** Whether rain may make the taxi move to a side; default false. */
  readonly isRainy?: boolean;
  /** In rain, the probability of moving as meant; default 0.8. */
  readonly rainyProbability?: number;
  /** Whether the passenger may change their mind at the first move after they were first picked up; default false. */
  readonly ficklePassenger?: boolean;
  /** The probability that a fickle passenger does, for one of the other three destinations; default 0.3. */
  readonly fickleProbability?: number;
}

/**
 * Taxi-v4 (Dietterich 2000, as in Gymnasium): fetch a passenger from one of four places and bring them to another.
 *
 * - Observation: ((row · 5 + column) · 5 + passenger) · 4 + destination, 0 to 499: where the taxi is, where the passenger is
 *   (0 red, 1 green, 2 yellow, 3 blue, 4 in the taxi), and where they want to go.
 * - Actions: 0 south, 1 north, 2 east, 3 west, 4 picks the passenger up, 5 drops them off.
 * - Reward: 20 for dropping the passenger off at the destination; −10 for picking up where they are not, and for dropping off
 *   elsewhere than at one of the places; −1 for every other step.
 * - Terminated: when the passenger has been dropped off at the destination.
 * - Truncated: after 200 steps.
 * - Start: any place of the taxi, any of the passenger and any other destination, each equally likely.
 *
 * Trajectories equal Gymnasium 1.4's, seed by seed. States with the passenger at the destination are ends in the table of
 * transitions, the 96 that no episode comes to included.
 *
 * @throws OptionsError, RangeError or TypeError for options that there are not; in `table`, with a fickle passenger, whose intention
 * cannot be observed
 */
export function taxi(options: TaxiOptions = {}): TabularEnvironment {
  const names = ["isRainy", "rainyProbability", "ficklePassenger", "fickleProbability"] as const;
  knownOptions("taxi", options, names);
  const { isRainy = false, rainyProbability = 0.8 } = options;
  const { ficklePassenger = false, fickleProbability = 0.3 } = options;
  requireFlag("taxi: isRainy", isRainy);
  requireFlag("taxi: ficklePassenger", ficklePassenger);
  requireFraction("taxi: rainyProbability", rainyProbability);
  requireFraction("taxi: fickleProbability", fickleProbability);
  const success = isRainy ? rainyProbability : 1;
  const definition = tabularEnvironment({
    id: [
      "Taxi",
      ...(isRainy ? [`rainy${rainyProbability}`] : []),
      ...(ficklePassenger ? [`fickle${fickleProbability}`] : []),
      "v4",
    ].join("-"),
    description: "Fetch a passenger from one of four places and bring them to another.",
    maxEpisodeSteps: 200,
    render: (state) => ({ scene: "taxi", ...decode(state) }),
    table() {
      if (!ficklePassenger) return taxiTable(success, isRainy);
      throw new RangeError(
        "taxi: a fickle passenger's intention cannot be observed, so that there is no table of what follows what is " +
          "observed. Leave ficklePassenger out.",
      );
    },
    ...(ficklePassenger && { dynamics: () => fickle(taxiTable(success, isRainy), fickleProbability) }),
  });
  return foundById(definition, !isRainy && !ficklePassenger);
}

function encode(row: number, column: number, passenger: number, destination: number): number {
  return ((row * size + column) * (inTaxi + 1) + passenger) * places.length + destination;
}

function decode(state: number) {
  const destination = state % places.length;
  const passenger = Math.floor(state / places.length) % (inTaxi + 1);
  const cell = Math.floor(state / places.length / (inTaxi + 1));
  return { row: Math.floor(cell / size), column: cell % size, passenger, destination };
}

/** Where a move leads; the same place at a wall. */
function moved(row: number, column: number, move: number): readonly [row: number, column: number] {
  const [down, right] = moves[move];
  const isBlocked = right !== 0 && walls[row].includes(right > 0 ? column : column - 1);
  const inside = (coordinate: number) => Math.max(0, Math.min(size - 1, coordinate));
  return isBlocked ? [row, column] : [inside(row + down), inside(column + right)];
}

function taxiTable(success: number, isRainy: boolean): TransitionTable {
  const states = size * size * (inTaxi + 1) * places.length;
  const starts = Array.from({ length: states }, (_, state) => {
    const { passenger, destination } = decode(state);
    return passenger !== inTaxi && passenger !== destination;
  });
  const count = starts.filter(Boolean).length;

  const drive = (state: number, action: number): Outcome[] => {
    const { row, column, passenger, destination } = decode(state);
    const arrival = (move: number, probability: number): Outcome => {
      const [nextRow, nextColumn] = moved(row, column, move);
      return { probability, next: encode(nextRow, nextColumn, passenger, destination), reward: -1 };
    };
    const ahead = arrival(action, success);
    if (!isRainy) return [ahead];
    // In front of a wall the taxi stands still, and does not slide.
    const slides = ahead.next === state ? [action, action] : sidesOf[action];
    return [ahead, ...slides.map((move) => arrival(move, (1 - success) / 2))];
  };

  return {
    states,
    actions: 6,
    start: starts.map((isStart) => (isStart ? 1 / count : 0)),
    outcomes(state, action) {
      const { row, column, passenger, destination } = decode(state);
      if (passenger === destination) return [];
      if (action < moves.length) return drive(state, action);
      const place = places.findIndex((place) => place[0] === row && place[1] === column);
      const to = (next: number, reward: number): Outcome[] => [
        { probability: 1, next: encode(row, column, next, destination), reward },
      ];
      if (action === 4)
        return passenger !== inTaxi && passenger === place ? to(inTaxi, -1) : to(passenger, -10);
      if (passenger !== inTaxi || place < 0) return to(passenger, -10);
      return to(place, place === destination ? 20 : -1);
    },
  };
}

/**
 * With a passenger who may change their mind. State: what is observed, and 1 while they still intend to: drawn at the start of
 * an episode.
 */
function fickle(table: TransitionTable, probability: number): Dynamics<number, number> {
  const steadfast = tabularDynamics(table);
  return {
    ...steadfast,
    stateSize: 2,

    reset(state, at, generator) {
      steadfast.reset(state, at, generator);
      state[at + 1] = generator.random() < probability ? 1 : 0;
    },

    step(state, at, actions, index, rewards, terminated, generator) {
      const before = state[at];
      steadfast.step(state, at, actions, index, rewards, terminated, generator);
      const { destination, passenger } = decode(before);
      const hasMoved = actions[index] < moves.length && state[at] !== before;
      if (state[at + 1] === 0 || passenger !== inTaxi || !hasMoved) return;
      const other = generator.integers(0, places.length - 1);
      state[at] += (other < destination ? other : other + 1) - destination;
      state[at + 1] = 0;
    },

    isState: ([state, intends]) =>
      steadfast.isState!(Float64Array.of(state)) && (intends === 0 || intends === 1),
  };
}
