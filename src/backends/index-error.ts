/** An index, as a program has computed it, leaves its tensor. */
export class IndexError extends RangeError {
  override readonly name = "IndexError";
}

/** What every backend throws when an index leaves its tensor. */
export function indexError(operation: string, index: number, limit: number): IndexError {
  return new IndexError(`${operation}: an index is ${index}; it must be from 0 to ${limit - 1}`);
}
