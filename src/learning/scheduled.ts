import { schedules } from "../optimizers/index.ts";

/** Those of the settings that have a schedule: X where there is an XSchedule. */
export type Scheduled<Settings> = {
  readonly [Name in keyof Settings & string as `${Name}Schedule` extends keyof Settings
    ? Name
    : never]: number;
};

const suffix = "Schedule";
type Schedules = Readonly<Record<string, (progress: number) => number>>;

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
    // Another word, such as PPO's "adaptive", is for the algorithm itself: the setting stays at its initial value here.
    const { [all[option] as string]: schedule = schedules.constant } = schedules as Schedules;
    rates[name] = (all[name] as number) * schedule(progress);
  }
  return rates as Scheduled<Settings>;
}
