/** Samples one after another: integers where the density draws integers. */
export type Samples = Float64Array | Int32Array;
