/**
 * Settings as JSON can hold them: of an option that is a function, such as an architecture, only that it is one. That its
 * networks are the same is seen from their weights.
 */
export function settingsAsData<Settings extends object>(settings: Settings): Settings {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      typeof value === "function" ? { kind: "function" } : value,
    ]),
  ) as Settings;
}
