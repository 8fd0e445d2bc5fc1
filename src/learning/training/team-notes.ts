import type { Team } from "../../workers/index.ts";

/** Texts that members of a team leave for the one of rank 0, the first of each member. */
export interface TeamNotes {
  /** Leaves a text, if this member has left none before. */
  leave(text: string): void;
  /** What the other members have left since the last call, in their order. */
  take(): string[];
}

/** Bytes of a text at most. */
const slotBytes = 4096;

export function createTeamNotes(team: Team): TeamNotes {
  const lengths = team.array(Int32Array, team.size);
  const bytes = team.array(Uint8Array, team.size * slotBytes);
  const taken = new Uint8Array(team.size);
  return {
    leave(text) {
      if (lengths[team.rank] > 0) return;
      // A UTF-16 unit is at most three bytes.
      const encoded = new TextEncoder().encode(text.slice(0, Math.floor(slotBytes / 3)));
      bytes.set(encoded, team.rank * slotBytes);
      Atomics.store(lengths, team.rank, encoded.length);
    },
    take() {
      const texts: string[] = [];
      for (let rank = 0; rank < team.size; rank++) {
        const length = Atomics.load(lengths, rank);
        if (length === 0 || rank === team.rank || taken[rank]) continue;
        taken[rank] = 1;
        // A copy: a text decoder takes no shared memory.
        texts.push(new TextDecoder().decode(bytes.slice(rank * slotBytes, rank * slotBytes + length)));
      }
      return texts;
    },
  };
}
