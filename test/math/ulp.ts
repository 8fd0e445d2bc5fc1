const float = new Float64Array(1);
const integer = new BigInt64Array(float.buffer);

/** How many float64 lie between two finite numbers of one sign (or zeros): 0 if they are equal. */
export function ulpsBetween(a: number, b: number): number {
  if (Object.is(a, b) || (a === 0 && b === 0)) return 0;
  return Number(abs(position(a) - position(b)));
}

/** The place of x among all float64 in their order. */
function position(x: number): bigint {
  float[0] = x;
  return integer[0] < 0n ? -(integer[0] & 0x7fff_ffff_ffff_ffffn) : integer[0];
}

function abs(x: bigint): bigint {
  return x < 0n ? -x : x;
}
