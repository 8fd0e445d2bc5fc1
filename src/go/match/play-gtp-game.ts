import {
  black,
  type GoColor,
  type GoPosition,
  opponentOf,
  parseVertex,
  scoreOf,
  vertexOf,
  white,
} from "../../games/go/index.ts";
import { type GoGame, type GoMove, type GoResult, positionBefore, resultOf } from "../game.ts";
import { EngineNotStarted, type EngineProcess, EngineRefusal } from "../gtp/engine-process.ts";

/** Both players of a game, by color; one engine may play both. */
export interface GtpPlayers {
  readonly black: EngineProcess;
  readonly white: EngineProcess;
}

/** A game that was played. */
export interface PlayedGame {
  readonly game: GoGame;
  /** What an engine did against the rules or the protocol, for which it lost; undefined otherwise. */
  readonly fault?: { readonly color: GoColor; readonly error: Error };
  /** Whether it was counted at the limit of moves and not after two passes. */
  readonly unfinished: boolean;
}

/** Moves after which a game is counted as it stands: games between programs that never pass would not end. */
export const longestGame = (points: number): number => 4 * points;

/**
 * Plays a game between engines. It ends after two passes, and is then counted by the rules of `start`, all stones that are
 * on the board being alive; or by resignation; or when an engine fails, answers with no legal move or refuses a move that is
 * legal, which loses the game.
 *
 * @param start the game without moves
 * @throws EngineNotStarted if an engine fails before it has answered anything; UnplayableError if an engine refuses the size of the board or the komi;
 *   RangeError unless the board is square
 */
export async function playGtpGame(players: GtpPlayers, start: GoGame): Promise<PlayedGame> {
  const { rules } = start;
  const first = commandsBefore(start);
  const position = positionBefore(start);
  const moves: GoMove[] = [];
  const playerOf = (color: GoColor) => (color === black ? players.black : players.white);
  const ended = (result: GoResult, rest: Partial<PlayedGame> = {}): PlayedGame => ({
    game: { ...start, moves, result },
    unfinished: false,
    ...rest,
  });
  /** Whose turn it is to answer. */
  let turn = black as GoColor;
  try {
    await begin(players.black, start, first);
    turn = white;
    if (players.white !== players.black) await begin(players.white, start, first);
    while (!position.isOver && moves.length < longestGame(position.points)) {
      turn = position.toPlay;
      const answer = await playerOf(turn).send(...moveCommand(turn));
      if (answer.toLowerCase() === "resign") return ended({ winner: opponentOf(turn), by: "resignation" });
      const move = playAnswer(position, answer, playerOf(turn).name);
      moves.push({ color: turn, move });
      if (players.white === players.black) continue;
      turn = opponentOf(turn);
      await playerOf(turn).send(...playCommand(opponentOf(turn), move, rules));
    }
  } catch (error) {
    if (error instanceof UnplayableError || error instanceof EngineNotStarted) throw error;
    const fault = { color: turn, error: error as Error };
    return ended({ winner: opponentOf(turn), by: "forfeit" }, { fault });
  }
  return ended(resultOf(scoreOf(position).lead), { unfinished: !position.isOver });
}

/** An engine does not play games of that kind at all. */
export class UnplayableError extends Error {
  override readonly name = "UnplayableError";

  constructor(refusal: EngineRefusal, { rules: { columns, rows, komi } }: GoGame) {
    super(`${refusal.message}: it does not play on ${columns}×${rows} with a komi of ${komi}`, {
      cause: refusal,
    });
  }
}

/** What an engine is sent before the first move of a game. @throws RangeError unless the board is square: the protocol has no others */
export function commandsBefore({ rules: { columns, rows, komi }, stones }: GoGame): string[][] {
  if (columns !== rows) {
    throw new RangeError(`GTP: engines play on square boards only; found one of ${columns}×${rows}`);
  }
  return [
    ["boardsize", `${columns}`],
    ["clear_board"],
    ["komi", `${komi}`],
    ...Array.from(stones).flatMap((stone, point) =>
      stone === 0 ? [] : [playCommand(stone as GoColor, point, { columns, rows })],
    ),
  ];
}

export function playCommand(
  color: GoColor,
  move: number,
  board: { readonly columns: number; readonly rows: number },
): string[] {
  return ["play", nameOf(color), vertexOf(move, board)];
}

export const moveCommand = (color: GoColor): string[] => ["genmove", nameOf(color)];

async function begin(
  engine: EngineProcess,
  start: GoGame,
  commands: readonly (readonly string[])[],
): Promise<void> {
  try {
    for (const words of commands) await engine.send(...words);
  } catch (error) {
    if (!(error instanceof EngineRefusal)) throw error;
    throw new UnplayableError(error, start);
  }
}

/** Plays what an engine answered, and returns it. @throws Error if it is no legal move */
export function playAnswer(position: GoPosition, answer: string, name: string): number {
  try {
    const move = parseVertex(answer, position);
    position.play(move);
    return move;
  } catch (cause) {
    throw new Error(`${name}: its move is not legal. ${(cause as Error).message}`, { cause });
  }
}

const nameOf = (color: GoColor) => (color === black ? "black" : "white");
