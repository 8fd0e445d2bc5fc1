/** Numbers in an array of any kind. */
export type NumberArray =
  | readonly number[]
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/**
 * What may be handed in where a space's `Value` is expected: wherever the value holds a typed array, an array of any other
 * kind will do. Values that come *out* of logpi are always the typed array.
 *
 * `Accepted<Float32Array>` is `NumberArray`; it reaches into dicts and tuples.
 */
export type Accepted<Value> =
  | AcceptedMember<Value>
  // Never a member of a known type, but while TypeScript infers `Value`, it makes it read `[1, [0.5]]` as a tuple.
  | (Value extends never ? Written : never);

type AcceptedMember<Value> = Value extends Float32Array | Int32Array | Uint8Array
  ? NumberArray
  : Value extends readonly unknown[] | Readonly<Record<string, unknown>>
    ? { readonly [Key in keyof Value]: Accepted<Value[Key]> }
    : Value;

/** A literal in which every list is a tuple. */
type Written = readonly [] | readonly Written[] | { readonly [key: string]: Written };
