import { doubleDouble, multiply } from "../double-double.ts";

/** For k = 0 … 127, at 2k: 2^(k/128) as a float64, then the fraction of itself that this value lacks. */
export const EXP_TABLE: Float64Array = /* @__PURE__ */ expTable();

function expTable(): Float64Array {
  const table = new Float64Array(2 * 128);
  const step = doubleDouble(1.0054299011128027, 9.499186535455032e-17); // 2^(1/128)
  let power = doubleDouble(1);
  for (let at = 0; at < table.length; at += 2) {
    table.set([power.high, power.low / power.high], at);
    power = multiply(power, step);
  }
  return table;
}
