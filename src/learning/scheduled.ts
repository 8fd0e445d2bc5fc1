import { type ScheduleName, schedules } from "../optimizers/index.ts";

/** Those of the settings that have a schedule: X where there is an XSchedule. */
export type Scheduled<Settings> = {
  readonly [Name in keyof Settings & string as `${Name}Schedule` extends keyof Settings
    ? Name
    : never]: number;
};

/**
 * The settings that have a schedule, as they are at some point of the training.
 *
 * @param progress the share of it that is done, 0 to 1
 */
export function scheduled<Settings extends object>(
  settings: Settings,
  progress: number,
): Scheduled<Settings> {
  const all = settings as Readonly<Record<string, unknown>>;
  const names = Object.keys(all).filter((name) => Object.hasOwn(all, `${name}Schedule`));
  const valueAt = (name: string) =>
    (all[name] as number) * schedules[all[`${name}Schedule`] as ScheduleName](progress);
  return Object.fromEntries(names.map((name) => [name, valueAt(name)])) as Scheduled<Settings>;
}
