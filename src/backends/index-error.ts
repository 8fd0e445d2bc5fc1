/** What every backend throws when an index leaves its tensor. */
export function indexError(operation: string, index: number, limit: number): RangeError {
  return new RangeError(`${operation}: an index is ${index}; it must be from 0 to ${limit - 1}`);
}
