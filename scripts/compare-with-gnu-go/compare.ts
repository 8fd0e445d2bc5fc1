import {
  black,
  createRandomPlayout,
  type GoColor,
  GoPosition,
  type GoRules,
  parseVertex,
  scoreOf,
  vertexOf,
  white,
} from "../../src/games/index.ts";
import { type EngineProcess, gnuGo, startEngine } from "../../src/go/index.ts";
import { createGenerator, type Generator } from "../../src/random/index.ts";

/** How many of each were found equal. */
export interface Agreement {
  games: number;
  /** Positions of which the legal moves of both players, the stones and the prisoners were compared. */
  positions: number;
  moves: number;
  captures: number;
  suicides: number;
  /** Points that are empty and not legal for a player to move: for ko or superko, and for suicide. */
  repetitions: number;
  /** Finished games of which the area was compared. */
  scores: number;
}

/** How often a player passes though there are moves. */
const passes = 0.02;

const names = { [black]: "black", [white]: "white" } as const;

/**
 * Plays random games with GNU Go as a witness, and compares at each position what both say is on the board, captured so far,
 * and legal for either color; where a game has come to its end, what its area is.
 *
 * @param finished Whether games are played to the end and scored, and positions compared at the end only
 * @throws Error at the first difference, with the moves that lead to it
 */
export async function compareWithGnuGo(
  rules: GoRules,
  { positions, seed, finished }: { positions: number; seed: number; finished: boolean },
): Promise<Agreement> {
  const found = { games: 0, positions: 0, moves: 0, captures: 0, suicides: 0, repetitions: 0, scores: 0 };
  const engine = startEngine(gnuGo({ rules: { ...rules, komi: 0 }, level: 1, seed: 1 }));
  const generator = createGenerator([seed, rules.columns]);
  const position = new GoPosition(rules);
  const playout = createRandomPlayout(position, generator);
  try {
    await engine.send("boardsize", `${rules.columns}`);
    while (found.positions < positions) {
      found.games++;
      position.reset();
      await engine.send("clear_board");
      await engine.send("komi", "0");
      if (finished) {
        playout(position, 3 * position.points);
        if (!position.isOver) continue;
        const sent = [];
        for (let i = 0; i < position.moveCount; i++) sent.push(sendMove(engine, position, i));
        await Promise.all(sent);
        found.moves += position.moveCount;
        await compareBoards(engine, position, found);
        await compareScores(engine, position, found);
      } else {
        const most = 3 * position.points;
        while (position.moveCount < most && !position.isOver && found.positions < positions) {
          await compareBoards(engine, position, found);
          position.play(randomMove(position, generator));
          found.moves++;
          await sendMove(engine, position, position.moveCount - 1);
          const taken = position.capturedAt(position.moveCount - 1);
          if (taken > 0) found.captures += taken;
          else found.suicides -= taken;
        }
      }
    }
  } finally {
    await engine.close();
  }
  return found;
}

function randomMove(position: GoPosition, generator: Generator): number {
  const mask = new Uint8Array(position.points + 1);
  position.legalMoves(mask);
  const moves = Array.from(mask.keys()).filter((move) => mask[move] === 1 && move < position.points);
  if (moves.length === 0 || generator.random() < passes) return position.pass;
  return generator.choice(moves);
}

function sendMove(engine: EngineProcess, position: GoPosition, index: number): Promise<string> {
  const color = names[position.colorAt(index)];
  return engine.send("play", color, vertexOf(position.moveAt(index), position));
}

async function compareBoards(engine: EngineProcess, position: GoPosition, found: Agreement): Promise<void> {
  const mask = new Uint8Array(position.points + 1);
  const mover = position.toPlay;
  const asked = ([black, white] as const).map(async (color) => {
    const [legal, stones, captures] = await Promise.all([
      engine.send("all_legal", names[color]),
      engine.send("list_stones", names[color]),
      engine.send("captures", names[color]),
    ]);
    return { color, legal, stones, captures };
  });
  for (const { color, legal, stones, captures } of await Promise.all(asked)) {
    position.setToPlay(color);
    position.legalMoves(mask);
    const moves = points(position).filter((point) => mask[point] === 1);
    const theirs = pointsIn(legal, position).filter((point) => !isForgotten(position, point));
    requireEqual(`the legal moves of ${names[color]}`, moves, theirs, position);
    found.repetitions += points(position).filter((point) => /ko/.test(position.explain(point) ?? "")).length;
    const own = points(position).filter((point) => position.stones[point] === color);
    requireEqual(`the stones of ${names[color]}`, own, pointsIn(stones, position), position);
    const prisoners = position.prisoners((3 - color) as GoColor);
    requireEqual(`what ${names[color]} has captured`, prisoners, Number(captures), position);
  }
  position.setToPlay(mover);
  found.positions++;
}

/** GNU Go does not look whether a suicide makes a position that has been before, as that of one stone always does. */
function isForgotten(position: GoPosition, point: number): boolean {
  const { stones, toPlay, chains } = position;
  if (!position.explain(point)?.includes("superko") || position.captures(point) > 0) return false;
  const around = [0, 1, 2, 3].map((i) => chains.neighbors[4 * point + i]!).filter((p) => p < position.points);
  return around.every((p) => stones[p] !== 0 && (stones[p] !== toPlay || position.liberties(p) === 1));
}

async function compareScores(engine: EngineProcess, position: GoPosition, found: Agreement): Promise<void> {
  const { black: ofBlack, white: ofWhite } = scoreOf(position);
  const lead = ofBlack - ofWhite;
  const text = lead === 0 ? "0" : `${lead > 0 ? "B" : "W"}+${Math.abs(lead).toFixed(1)}`;
  requireEqual("the score", text, await engine.send("final_score"), position);
  found.scores++;
}

function points(position: GoPosition): number[] {
  return Array.from(position.stones.keys());
}

function pointsIn(text: string, position: GoPosition): number[] {
  const vertices = text.split(/\s+/).filter((vertex) => vertex !== "");
  return vertices.map((vertex) => parseVertex(vertex, position)).sort((a, b) => a - b);
}

function requireEqual(what: string, ours: unknown, theirs: unknown, position: GoPosition): void {
  const name = (value: unknown): string =>
    Array.isArray(value) ? value.map((point) => vertexOf(point, position)).join(" ") : String(value);
  if (name(ours) === name(theirs)) return;
  const moves = Array.from(
    { length: position.moveCount },
    (_, i) => `${names[position.colorAt(i)]} ${vertexOf(position.moveAt(i), position)}`,
  );
  const { columns, ko, suicide } = position.rules;
  throw new Error(
    `${what} on ${columns}×${columns} with ${ko}, suicide ${suicide}: ${name(ours)}; GNU Go says ${name(theirs)}; after ` +
      moves.join(", "),
  );
}
