import { black, type GoColor, white } from "../../../games/go/index.ts";

/** The clocks of both players, by the times that GTP tells, in seconds. */
export interface Clock {
  /** `time_settings`: main time, and byo-yomi of so much time for so many stones. Without limits where `stones` is 0 and `byoYomi` is not. */
  set(main: number, byoYomi: number, stones: number): void;
  /** `time_left`: so much is left for so many stones, or as main time where `stones` is 0. */
  left(color: GoColor, seconds: number, stones: number): void;
  /** Takes off what a move took, as long as nobody says what is left. */
  spend(color: GoColor, seconds: number): void;
  /** Both clocks as they were set. */
  reset(): void;
  /**
   * How long a player may think about a move, so that the time is enough for the game; undefined without limits.
   *
   * @param moves that the player is expected to have left
   */
  budget(color: GoColor, moves: number): number | undefined;
}

interface Side {
  seconds: number;
  /** Stones of the byo-yomi that must be played in that time; 0 in the main time. */
  stones: number;
}

/** A part of the time is kept for what goes on between two programs. */
const usable = 0.9;

export function createClock(): Clock {
  let settings: { readonly main: number; readonly byoYomi: number; readonly stones: number } | undefined;
  const sides = new Map<GoColor, Side>();

  const reset = () => {
    sides.clear();
    if (settings === undefined) return;
    const { main, byoYomi, stones } = settings;
    const start = main > 0 || stones === 0 ? { seconds: main, stones: 0 } : { seconds: byoYomi, stones };
    for (const color of [black, white] as const) sides.set(color, { ...start });
  };
  return {
    reset,
    set(main, byoYomi, stones) {
      settings = byoYomi > 0 && stones === 0 ? undefined : { main, byoYomi, stones };
      reset();
    },
    left(color, seconds, stones) {
      sides.set(color, { seconds, stones });
    },
    spend(color, seconds) {
      const side = sides.get(color);
      if (side === undefined) return;
      side.seconds = Math.max(0, side.seconds - seconds);
      const { byoYomi, stones } = settings ?? { byoYomi: 0, stones: 0 };
      const isOver = side.stones > 0 ? --side.stones === 0 : side.seconds === 0;
      if (isOver && stones > 0) sides.set(color, { seconds: byoYomi, stones });
    },
    budget(color, moves) {
      const side = sides.get(color);
      if (side === undefined) return undefined;
      if (side.stones > 0) return (usable * side.seconds) / side.stones;
      const later = settings !== undefined && settings.stones > 0 ? settings.byoYomi / settings.stones : 0;
      return usable * Math.max(side.seconds / moves, Math.min(side.seconds, later));
    },
  };
}
