/** Goes through all of them. */
export function lastOf<T>(items: Iterable<T>): T {
  let last: T | undefined;
  for (const item of items) last = item;
  return last!;
}
