import { type FloatExpression, less, select } from "../graph/index.ts";

/** The end of [0, 1] that is pulled at harder, by `towardsOne` or by `towardsZero`; the middle where they are equal. */
export const strongerEnd = (towardsOne: FloatExpression, towardsZero: FloatExpression): FloatExpression =>
  select(less(towardsOne, towardsZero), 0, select(less(towardsZero, towardsOne), 1, 0.5));
