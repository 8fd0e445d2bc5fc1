/** Floats in either precision. */
export type Floats = Float32Array | Float64Array;

export interface GeneralizedAdvantageInput {
  /** T, the number of steps. */
  readonly steps: number;
  /** N, the number of copies of the environment. */
  readonly count: number;
  /** `[steps, count]` */
  readonly rewards: Floats;
  /** `[steps, count]`: V of the observation that was acted on. */
  readonly values: Floats;
  /** `[steps, count]` */
  readonly terminated: Uint8Array;
  /** `[steps, count]` */
  readonly truncated: Uint8Array;
  /** `[steps, count]`: V of the final observation where `truncated` is 1; the other entries are not read. */
  readonly finalValues: Floats;
  /** `[count]`: V of the observations after the last step, where the episode goes on beyond it. */
  readonly lastValues: Floats;
  /** γ */
  readonly discount: number;
  /** λ */
  readonly lambda: number;
  /** `[steps, count]`, written: the advantages. */
  readonly advantages: Floats;
  /** `[steps, count]`, written if given: advantage + value, the target of the value function (TD(λ) returns). */
  readonly returns?: Floats;
}

export declare function generalizedAdvantage(input: GeneralizedAdvantageInput): void;
