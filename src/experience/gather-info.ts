import type { Team } from "../workers/index.ts";
import type { InfoAt } from "./trajectory.ts";

/**
 * Gives every member what the environments of all members told, in the order of its entries. All members call it together:
 * what each of them wrote to arrays of the team before is visible to all of them afterwards.
 */
export function createInfoGather(team: Team): (own: readonly InfoAt[]) => readonly InfoAt[] {
  if (team.size === 1) return (own) => own;
  const lengths = team.array(Int32Array, team.size);
  let bytes = team.array(Uint8Array, 0);

  return (own) => {
    const encoded = new TextEncoder().encode(own.length > 0 ? JSON.stringify(own) : "");
    lengths[team.rank] = encoded.length;
    team.barrier();
    const ends = Array.from(lengths);
    for (let rank = 1; rank < team.size; rank++) ends[rank] += ends[rank - 1];
    const [total] = ends.slice(-1);
    if (total === 0) return [];
    if (bytes.length < total) bytes = team.array(Uint8Array, 2 * total);
    bytes.set(encoded, ends[team.rank] - encoded.length);
    team.barrier();
    const decoder = new TextDecoder();
    const told = ends.flatMap((end, rank) => {
      // A copy: a text decoder takes no shared memory.
      const text = decoder.decode(bytes.slice(end - lengths[rank], end));
      return text === "" ? [] : (JSON.parse(text) as InfoAt[]);
    });
    return told.sort((a, b) => a.at - b.at);
  };
}
