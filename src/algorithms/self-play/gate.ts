import { type Saved, type Stateful, savedCount, savedRecord, within } from "../../state/index.ts";
import type { Pool } from "./pool.ts";

/** Decides who is played against, and who joins the pool of opponents. */
export interface Gate extends Stateful {
  /** Draws the opponent of the games of the next update. */
  drawOpponent(): void;
  /**
   * Lets the policy that has played the games of an update join the pool, when it is time to. Whoever is not good enough
   * against the latest of the pool becomes again what that one was.
   *
   * @param outcome the mean of what the policy got in these games
   * @returns whether the policy is still the one that played
   */
  admit(outcome: number): boolean;
}

interface GateOptions {
  readonly gate: number | "none";
  readonly snapshotEvery: number;
}

/** @param descent what moves the policy, with the policy's weights in its state */
export function createGate(pool: Pool, descent: Stateful, { gate, snapshotEvery }: GateOptions): Gate {
  let updates = 0;
  /** With a gate: the state of the descent when the latest of the pool joined it. */
  let latest: Saved = null;

  const join = (): void => {
    pool.add();
    if (gate !== "none") latest = descent.save();
  };
  const isTime = (update: number): boolean => update % snapshotEvery === 0;

  return {
    drawOpponent() {
      if (pool.size === 0) join();
      if (gate !== "none" && isTime(updates + 1)) pool.drawLatest();
      else pool.draw();
    },
    admit(outcome) {
      updates++;
      // In the first update it is still the one that the pool began with.
      if (updates === 1 || !isTime(updates)) return true;
      if (gate === "none" || outcome >= gate) {
        join();
        return true;
      }
      descent.restore(latest);
      return false;
    },
    save: () => ({ updates, latest }),
    restore(saved) {
      const state = savedRecord(saved, ["updates", "latest"]);
      updates = within("updates", () => savedCount(state.updates));
      latest = state.latest;
    },
  };
}
