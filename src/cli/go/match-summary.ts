import { eloRatings, type MatchGame, wilsonInterval } from "../../go/index.ts";

/** What came of a match, from the first player's side. */
export interface MatchSummary {
  readonly games: number;
  readonly wins: number;
  readonly draws: number;
  readonly losses: number;
  /** Games won with each color. */
  readonly asBlack: { readonly games: number; readonly wins: number };
  readonly asWhite: { readonly games: number; readonly wins: number };
  /** Games won and half of those drawn, of all; with Wilson's interval of 95 %. */
  readonly share: number;
  readonly shareInterval: readonly [low: number, high: number];
  /** The difference of strength, with an interval of 95 %. */
  readonly elo: number;
  readonly eloInterval: readonly [low: number, high: number];
  /** Games that were lost by a fault, or counted without two passes. */
  readonly remarks: number;
}

/** Of a match that was stopped before its first game. */
const unknown = { elo: 0, low: -Infinity, high: Infinity };

export function summarize(games: readonly MatchGame[]): MatchSummary {
  const count = (which: (game: MatchGame) => boolean) => games.filter(which).length;
  const wins = count(({ winner }) => winner === 0);
  const losses = count(({ winner }) => winner === 1);
  const draws = games.length - wins - losses;
  const points = wins + draws / 2;
  const share = games.length === 0 ? 0.5 : points / games.length;
  const played = { first: "first", second: "second", wins: points, losses: games.length - points };
  const { elo, low, high } = games.length === 0 ? unknown : eloRatings(["second", "first"], [played])[1];
  const as = (color: 0 | 1) => ({
    games: count(({ black }) => black === color),
    wins: count(({ black, winner }) => black === color && winner === 0),
  });
  return {
    ...{ games: games.length, wins, draws, losses, asBlack: as(0), asWhite: as(1) },
    ...{ share, shareInterval: wilsonInterval(share, games.length) },
    ...{ elo, eloInterval: [low, high] },
    remarks: count(({ remark }) => remark !== undefined),
  };
}

/** In sentences, each on a line. */
export function summaryInText(summary: MatchSummary, first: string, second: string): string[] {
  const { games, wins, draws, asBlack, asWhite, share, shareInterval, elo, eloInterval, remarks } = summary;
  const percent = (share: number) => (100 * share).toFixed(1);
  const [low, high] = shareInterval.map(percent);
  const drawn = draws > 0 ? ` and drew ${draws}` : "";
  return [
    `${first} won ${wins}${drawn} of ${games} games against ${second}: ${percent(share)} % (95 % interval ${low} to ${high} %).`,
    `As Black it won ${asBlack.wins} of ${asBlack.games}, as White ${asWhite.wins} of ${asWhite.games}.`,
    `Elo difference: ${signed(elo)} (95 % interval ${signed(eloInterval[0])} to ${signed(eloInterval[1])}).`,
    ...(remarks > 0
      ? [`${remarks} of the games did not end in order; the comments in the file say how.`]
      : []),
  ];
}

function signed(elo: number): string {
  const rounded = Math.round(elo);
  return rounded > 0 ? `+${rounded}` : `${rounded + 0}`;
}
