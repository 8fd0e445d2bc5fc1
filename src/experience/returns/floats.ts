/** Floats in either precision. */
export type Floats = Float32Array | Float64Array;
