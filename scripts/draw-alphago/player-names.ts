/** What a player of a match is called in figures and tables: the run of its policy, its temperature or its search. */
export function shownPlayer(name: string): string {
  const [, files, sign, number] = /^(.*?)(?:([:@])([\d.]+))?$/.exec(name) ?? [];
  const [policy, value] = files.split("+").map(shownFile);
  const how = [
    ...(sign === "@" ? [`temperature ${number}`] : []),
    ...(sign === ":" ? [`${number} simulations`] : []),
    ...(value === undefined ? [] : [`with ${value}`]),
  ];
  return [policy, ...how].join(", ");
}

/** "runs/second-pass/policy.safetensors" as "second pass", "snapshots/snapshot-2.safetensors" as "snapshot 2". */
function shownFile(path: string): string {
  const parts = path.split("/");
  const last = parts.at(-1) ?? "";
  if (!last.endsWith(".safetensors")) return path;
  const name = last === "policy.safetensors" ? (parts.at(-2) ?? last) : last.slice(0, -".safetensors".length);
  return name.replaceAll("-", " ");
}
