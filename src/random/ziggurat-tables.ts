import { exp } from "../math/elementary/exp.ts";
import { log } from "../math/elementary/log.ts";

/*
 * The tables of the ziggurat with 256 layers for the standard normal density, with the bits of NumPy's
 * (`numpy/random/src/distributions/ziggurat_constants.h`, from Julia's randmtzig by A. D. Bateman and V. B. Shah). They
 * follow from the edge of the base layer, x₂₅₅, and the area of every layer:  f(xᵢ) = f(xᵢ₊₁) + area / xᵢ₊₁. NumPy's were
 * rounded differently in some places; the corrections below make the tables equal to the bit.
 */
const baseEdge = 3.6541528853610088;
const area = 0.004928673233974652;

/** Layers whose width NumPy has one float64 lower or higher, and the one whose density it has one higher. */
const lowerWidths = [24, 43, 90, 96, 97, 111, 112, 115, 121, 135, 252];
const higherWidths = [94, 95, 101, 104];
const higherDensity = 38;
/** One bit per layer, the lowest of a digit first: whether NumPy has one safe draw more. */
const moreSafeDraws = "0af42a08802084a002500c2709040001149c06564e5060086021080a0c402483";

/** The width of each layer, xᵢ; that of the base is the width of a rectangle with the area of base and tail. */
export const ZIGGURAT_WIDTHS: Float64Array = /* @__PURE__ */ new Float64Array(256);
/** floor(xᵢ₋₁ / xᵢ · 2^52): a 52-bit draw below it lies within the layer above too, and so below the density. */
export const ZIGGURAT_SAFE_DRAWS: Float64Array = /* @__PURE__ */ new Float64Array(256);
/** exp(−xᵢ² / 2), the density at the right edge of each layer; 1 for the base, which stands for the center. */
export const ZIGGURAT_DENSITIES: Float64Array = /* @__PURE__ */ new Float64Array(256);

/** Fills the tables, before the first draw. */
export function fillZigguratTables(): void {
  const [widths, safeDraws, densities] = [ZIGGURAT_WIDTHS, ZIGGURAT_SAFE_DRAWS, ZIGGURAT_DENSITIES];
  for (let layer = 255; layer > 0; layer--) {
    let width =
      layer === 255 ? baseEdge : Math.sqrt(-2 * log(area / widths[layer + 1] + densities[layer + 1]));
    // Half of the last place or more: rounds to the neighbor.
    if (lowerWidths.includes(layer)) width -= width * 2 ** -53;
    if (higherWidths.includes(layer)) width += width * 2 ** -53;
    const density = exp(-0.5 * width * width);
    widths[layer] = width;
    densities[layer] = layer === higherDensity ? density + density * 2 ** -53 : density;
  }
  widths[0] = area / densities[255];
  densities[0] = 1;

  safeDraws[0] = drawsBelow(baseEdge, widths[0]);
  for (let layer = 2; layer < 256; layer++) {
    const more = (Number.parseInt(moreSafeDraws[layer >> 2], 16) >> (layer & 3)) & 1;
    safeDraws[layer] = drawsBelow(widths[layer - 1], widths[layer]) + more;
  }
}

function drawsBelow(above: number, width: number): number {
  return Math.floor((above / width) * 2 ** 52);
}
