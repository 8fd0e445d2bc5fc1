/** What lies where in the campaign's folder. */
export const paths = {
  expertGames: "games-9x9.sgf",
  imitation: "runs/imitation",
  reinforced: "runs/reinforced",
  selfPlay: "self-play.sgf",
  fewGames: "self-play-few.sgf",
  value: "runs/value",
  valueOfFew: "runs/value-few",
  valueOfAll: "runs/value-all-positions",
  valueOfExperts: "runs/value-expert",
  model: "models/go-9x9.safetensors",
  secondPass: "runs/second-pass",
  baselines: "baselines.json",
  snapshots: "snapshots",
  matches: "matches",
} as const;
