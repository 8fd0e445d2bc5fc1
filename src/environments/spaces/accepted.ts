/**
 * What may be handed in where a space's `Value` is expected: wherever the value holds a typed array, a plain
 * array of numbers will do. Values that come *out* of logpi are always the typed array.
 *
 * `Accepted<Float32Array>` is `Float32Array | readonly number[]`; it reaches into dicts and tuples.
 */
export type Accepted<Value> = Value extends Float32Array | Int32Array | Uint8Array
  ? Value | readonly number[]
  : Value extends readonly unknown[] | Readonly<Record<string, unknown>>
    ? { readonly [Key in keyof Value]: Accepted<Value[Key]> }
    : Value;
