import { exp } from "../math/elementary/exp.ts";
import { log1p } from "../math/elementary/log1p.ts";
import { HIGH, LOW, nextFloat64, nextUint64, type Pcg64 } from "./pcg64.ts";
import {
  fillZigguratTables,
  ZIGGURAT_DENSITIES,
  ZIGGURAT_SAFE_DRAWS,
  ZIGGURAT_WIDTHS,
} from "./ziggurat-tables.ts";

/**
 * A draw from the standard normal density, by the ziggurat method: 64 bits choose a layer, a sign and a place in the
 * layer; 99.3 % of the places lie below the density for sure. As NumPy's `standard_normal`.
 * Source: G. Marsaglia and W. W. Tsang, “The ziggurat method for generating random variables”, Journal of Statistical
 * Software 5 (2000).
 */
export function standardNormal(pcg: Pcg64): number {
  if (ZIGGURAT_WIDTHS[0] === 0) fillZigguratTables();
  nextUint64(pcg);
  return standardNormalOf(pcg);
}

/** The draw that begins with the last output of `pcg`; the tables must have been filled. */
export function standardNormalOf(pcg: Pcg64): number {
  for (; ; nextUint64(pcg)) {
    const low = pcg[LOW];
    const layer = low & 0xff;
    const draw = (pcg[HIGH] & 0x1fff_ffff) * 2 ** 23 + (low >>> 9);
    const magnitude = draw * (ZIGGURAT_WIDTHS[layer] * 2 ** -52);
    const x = (low & 0x100) === 0 ? magnitude : -magnitude;
    if (draw < ZIGGURAT_SAFE_DRAWS[layer]) return x;
    if (layer === 0) return normalTail(pcg, (low & 0x2_0000) !== 0);
    if (liesBelowDensity(pcg, layer, x)) return x;
  }
}

/** Whether a random height in the layer is below the density at x. */
function liesBelowDensity(pcg: Pcg64, layer: number, x: number): boolean {
  const bottom = ZIGGURAT_DENSITIES[layer];
  const top = ZIGGURAT_DENSITIES[layer - 1];
  return (top - bottom) * nextFloat64(pcg) + bottom < exp(-0.5 * x * x);
}

const BASE_EDGE = 3.654152885361009;
const ONE_OVER_BASE_EDGE = 0.2736612373297583;

/** A draw from beyond the base layer (G. Marsaglia, “Generating a variable from the tail of the normal”, 1964). */
function normalTail(pcg: Pcg64, isNegative: boolean): number {
  for (;;) {
    const excess = -ONE_OVER_BASE_EDGE * log1p(-nextFloat64(pcg));
    const y = -log1p(-nextFloat64(pcg));
    if (y + y > excess * excess) return isNegative ? -(BASE_EDGE + excess) : BASE_EDGE + excess;
  }
}
