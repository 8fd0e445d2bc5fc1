/** How a setting changes while a run goes on: from its share done, 0 to 1, to the factor on the initial value. */
export const schedules = {
  /** The initial value throughout. */
  constant: () => 1,
  /** In a straight line from the initial value to 0. */
  linear: (progress: number) => 1 - progress,
} as const;
export type ScheduleName = keyof typeof schedules;
