import type { Team } from "../workers/index.ts";
import type { InfoAt } from "./trajectory.ts";

/**
 * Gives every member what the environments of all members told. It takes no meeting of its own: the members call
 * `announce`, `place` and `all`, with a meeting, at which everybody waits for everybody, between one and the next.
 */
export interface InfoGather {
  announce(own: readonly InfoAt[]): void;
  place(): void;
  /** A list for each member. */
  all(): readonly (readonly InfoAt[])[];
}

/** Nothing is allocated where nothing is told. */
export function createInfoGather(team: Team): InfoGather {
  const announced = team.array(Int32Array, team.size);
  const none: readonly InfoAt[][] = Array.from({ length: team.size }, () => []);
  let bytes = team.array(Uint8Array, 0);
  let encoded = new Uint8Array(0);
  let ends: Int32Array | undefined;

  return {
    announce(own) {
      encoded = own.length === 0 ? encoded.subarray(0, 0) : new TextEncoder().encode(JSON.stringify(own));
      announced[team.rank] = encoded.length;
    },
    place() {
      let total = 0;
      for (let rank = 0; rank < team.size; rank++) total += announced[rank];
      ends = undefined;
      if (total === 0) return;
      ends = announced.slice();
      for (let rank = 1; rank < team.size; rank++) ends[rank] += ends[rank - 1];
      if (bytes.length < total) bytes = team.array(Uint8Array, 2 * total);
      bytes.set(encoded, ends[team.rank] - encoded.length);
    },
    all() {
      if (ends === undefined) return none;
      const decoder = new TextDecoder();
      return Array.from(ends, (end, rank) => {
        const start = rank === 0 ? 0 : ends![rank - 1];
        // A copy: a text decoder takes no shared memory.
        return start === end ? [] : (JSON.parse(decoder.decode(bytes.slice(start, end))) as InfoAt[]);
      });
    },
  };
}
