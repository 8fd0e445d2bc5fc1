/** Plays games on from positions, beside an evaluation. */
export interface Rollout {
  /**
   * λ: which share of a position's value comes from the rollout, the rest from the evaluator. AlphaGo has 0.5. A function says so
   * for the position that the game stands at; where it is 0, nothing is played.
   */
  readonly share: number | (() => number);
  /** Plays the game to its end and takes the moves back; returns what player 0 got, from −1 to 1. */
  play(): number;
}
