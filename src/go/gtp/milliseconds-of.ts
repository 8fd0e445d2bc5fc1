/** The longest time that a timer takes, in milliseconds; one of more would be over at once. */
const longestTimer = 2 ** 31 - 1;

/** Milliseconds of a timer for a limit in seconds; one of more than 24 days is as good as none. */
export const millisecondsOf = (seconds: number): number => Math.min(1000 * seconds, longestTimer);
