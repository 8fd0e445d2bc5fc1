import { decodeState, encodeState, type Saved, type Stateful } from "../../state/index.ts";
import type { Team } from "../../workers/index.ts";

/** Brings the states of all members' copies to the member of rank 0. */
export interface CopyGather {
  /** Whether rank 0 asks the others for their states in this step of the team, rather than for an update. */
  readonly isAsked: boolean;
  /** All members call it together. Returns the states of all copies, in their order, to rank 0, and none to the others. */
  exchange(): readonly Saved[];
  /** The same between two steps of the team, for rank 0: the others then find that they are asked. */
  ask(): readonly Saved[];
}

/** @param own the copies of this member */
export function createCopyGather(team: Team, own: readonly Stateful[]): CopyGather {
  const asked = team.array(Uint8Array, 1);
  const lengths = team.array(Int32Array, team.size);
  let places = team.array(Uint8Array, 0);

  const exchange = (): readonly Saved[] => {
    const states = own.map((copy) => copy.save());
    if (team.size === 1) return states;
    const bytes = team.rank === 0 ? new Uint8Array(0) : encodeState(states);
    lengths[team.rank] = bytes.length;
    team.barrier();
    const total = lengths.reduce((sum, length) => sum + length, 0);
    if (places.length < total) places = team.array(Uint8Array, 2 * total);
    places.set(
      bytes,
      lengths.subarray(0, team.rank).reduce((sum, length) => sum + length, 0),
    );
    team.barrier();
    if (team.rank > 0) return [];
    let at = 0;
    const others = Array.from(lengths.subarray(1), (length) => {
      at += length;
      return decodeState(places.slice(at - length, at)) as readonly Saved[];
    });
    return [...states, ...others.flat()];
  };

  return {
    get isAsked() {
      return asked[0] === 1;
    },
    exchange,
    ask() {
      asked[0] = 1; // before the others hear of the step: they look at once
      try {
        return team.step(exchange);
      } finally {
        asked[0] = 0;
      }
    },
  };
}
