import { equal, type FloatExpression, less, multiply, select } from "../../graph/index.ts";

/** The end of [0, 1] that is pulled at harder, by `towardsOne` or by `towardsZero`; 1 where they are equal, or the middle if they are 1. */
export const strongerEnd = (towardsOne: FloatExpression, towardsZero: FloatExpression): FloatExpression =>
  select(
    less(towardsOne, towardsZero),
    0,
    select(multiply(equal(towardsOne, 1), equal(towardsZero, 1)), 0.5, 1),
  );
