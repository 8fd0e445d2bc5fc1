import { exp, log, normalQuantile } from "../../math/index.ts";
import { requireFraction } from "../../text/require-number.ts";

/** Games of one pair of players. */
export interface Pairing {
  readonly first: string;
  readonly second: string;
  /** Games that the first won, with half a game for each draw; and the second. */
  readonly wins: number;
  readonly losses: number;
}

/** How strong a player is. */
export interface EloRating {
  readonly name: string;
  /** A player who has 400 more is expected to win ten times as often as to lose. */
  readonly elo: number;
  /** Of the difference to the first player; 0 and 0 for that one. */
  readonly low: number;
  readonly high: number;
  readonly games: number;
}

/** Elo of one natural unit of the log of the odds. */
const scale = 400 / log(10);

/**
 * Ratings of players by the games between them (Bradley and Terry, "Rank analysis of incomplete block designs", 1952): the most
 * likely ones where each pair that has met is given half a game won and half a game lost more, without which a player who has
 * never lost would be infinitely strong. Intervals are from the curvature of the likelihood there.
 *
 * @param players in the order of the result; the first is the one that the others are compared with, and has 0
 * @param confidence of the intervals; default 0.95
 * @throws RangeError if a pairing has a player that is not among them, a number that cannot be or no game, or a player has no
 *   chain of games to the first
 */
export function eloRatings(
  players: readonly string[],
  pairings: readonly Pairing[],
  confidence = 0.95,
): EloRating[] {
  requireFraction("eloRatings: confidence", confidence);
  const table = byPair(pairings.map((pairing) => readPairing(players, pairing)));
  requireConnected(players, table);
  const count = players.length;
  const strengths = new Float64Array(count);
  let covariance: Float64Array[] = [];
  // No step is longer than 1, and nobody is further from the first than all odds of half a game won or lost together.
  const most = table.reduce((sum, { n }) => sum + log(2 * n), 200);
  for (let step = 0, change = 1; change > 1e-10 && step < most; step++) {
    const { gradient, information } = derivatives(table, strengths);
    covariance = inverse(information.slice(1).map((row) => row.slice(1)));
    change = 0;
    for (let i = 1; i < count; i++) {
      let newton = 0;
      for (let j = 1; j < count; j++) newton += covariance[i - 1][j - 1] * gradient[j];
      // The likelihood is concave; short steps keep to where its curvature is known.
      const moved = Math.min(1, Math.max(-1, newton));
      strengths[i] += moved;
      change = Math.max(change, Math.abs(moved));
    }
  }
  const z = normalQuantile((1 + confidence) / 2);
  return players.map((name, i) => {
    const half = i === 0 ? 0 : z * Math.sqrt(covariance[i - 1][i - 1]);
    const games = table.reduce((sum, { a, b, n }) => sum + (a === i || b === i ? n - 1 : 0), 0);
    const [elo, margin] = [scale * strengths[i], scale * half];
    return { name, elo, low: elo - margin, high: elo + margin, games };
  });
}

/** Games of players by their numbers. */
interface Row {
  readonly a: number;
  readonly b: number;
  readonly wins: number;
  readonly n: number;
}

function readPairing(players: readonly string[], { first, second, wins, losses }: Pairing): Row {
  const [a, b] = [players.indexOf(first), players.indexOf(second)];
  if (a < 0 || b < 0 || a === b || !(wins >= 0 && losses >= 0 && wins + losses < Infinity)) {
    throw new RangeError(
      `eloRatings: ${wins} games won and ${losses} lost by "${first}" against "${second}" are no pairing of two of the ` +
        `players ${players.map((name) => `"${name}"`).join(", ")}`,
    );
  }
  if (wins + losses === 0) {
    throw new RangeError(
      `eloRatings: "${first}" and "${second}" have played 0 games, won 0 and lost 0; leave pairings without games out`,
    );
  }
  return { a, b, wins, n: wins + losses };
}

/** One row for each pair, whichever of both is the first, with the half games that it is given. */
function byPair(rows: readonly Row[]): Row[] {
  const pairs = new Map<string, Row>();
  for (const row of rows) {
    const { a, b, wins, n } = row.a < row.b ? row : { a: row.b, b: row.a, wins: row.n - row.wins, n: row.n };
    const known = pairs.get(`${a} ${b}`) ?? { a, b, wins: 0.5, n: 1 };
    pairs.set(`${a} ${b}`, { a, b, wins: known.wins + wins, n: known.n + n });
  }
  return [...pairs.values()];
}

function requireConnected(players: readonly string[], table: readonly Row[]): void {
  const reached = new Set([0]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    for (const { a, b } of table) if (reached.has(a) || reached.has(b)) reached.add(a).add(b);
  }
  const apart = players.find((_, i) => !reached.has(i));
  if (apart === undefined) return;
  throw new RangeError(
    `eloRatings: "${apart}" has played neither against "${players[0]}" nor against anybody whose games lead there; they ` +
      "cannot be compared",
  );
}

/** Of the log-likelihood: Σ wins log σ(s_a − s_b) + losses log σ(s_b − s_a). */
function derivatives(table: readonly Row[], strengths: Float64Array) {
  const gradient = new Float64Array(strengths.length);
  const information = Array.from(strengths, () => new Float64Array(strengths.length));
  for (const { a, b, wins, n } of table) {
    const p = 1 / (1 + exp(strengths[b] - strengths[a]));
    gradient[a] += wins - n * p;
    gradient[b] -= wins - n * p;
    const weight = n * p * (1 - p);
    information[a][a] += weight;
    information[b][b] += weight;
    information[a][b] -= weight;
    information[b][a] -= weight;
  }
  return { gradient, information };
}

/** Of a symmetric positive definite matrix, by elimination without exchanges. */
function inverse(matrix: readonly Float64Array[]): Float64Array[] {
  const size = matrix.length;
  const rows = matrix.map((row, i) =>
    Float64Array.from([...row, ...matrix.map((_, j) => (i === j ? 1 : 0))]),
  );
  for (let pivot = 0; pivot < size; pivot++) {
    const own = rows[pivot];
    const divisor = own[pivot];
    for (let j = 0; j < 2 * size; j++) own[j] /= divisor;
    for (const row of rows) {
      const factor = row === own ? 0 : row[pivot];
      if (factor !== 0) for (let j = 0; j < 2 * size; j++) row[j] -= factor * own[j];
    }
  }
  return rows.map((row) => row.slice(size));
}
