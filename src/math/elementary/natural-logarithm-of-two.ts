/** ln 2 in two parts: 32 bits, so that integer multiples up to 2^21 are exact, and the rest. */
export const LN_2_HIGH = 0.6931471803691238;
export const LN_2_LOW = 1.9082149292705877e-10;
