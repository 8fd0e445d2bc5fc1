import { type ScheduleName, schedules } from "../optimizers/index.ts";

/** Those of the settings that have a schedule: X where there is an XSchedule. */
export type Scheduled<Settings> = {
  readonly [Name in keyof Settings & string as `${Name}Schedule` extends keyof Settings
    ? Name
    : never]: number;
};

const suffix = "Schedule";

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
  const rates: Record<string, number> = {};
  for (const option of Object.keys(all)) {
    if (!option.endsWith(suffix)) continue;
    const name = option.slice(0, -suffix.length);
    rates[name] = (all[name] as number) * schedules[all[option] as ScheduleName](progress);
  }
  return rates as Scheduled<Settings>;
}
