import { type GoColor, GoPosition, vertexOf } from "../../../games/go/index.ts";
import { readColor, readInteger, readNumber, readVertex, requireArguments } from "./arguments.ts";
import { boardText } from "./board-text.ts";
import { beginGame, CommandError, type EngineCommand, type EngineState } from "./state.ts";

/** Commands that play. */
export const gameCommands: Readonly<Record<string, EngineCommand>> = {
  boardsize(state, args) {
    requireArguments(args, ["a size"]);
    const size = readInteger("the size", args[0]);
    try {
      beginGame(state, { columns: size, rows: size });
    } catch (cause) {
      throw new CommandError(`unacceptable size: ${(cause as Error).message}`, { cause });
    }
    return "";
  },

  clear_board(state, args) {
    requireArguments(args, []);
    beginGame(state);
    return "";
  },

  komi(state, args) {
    requireArguments(args, ["a number of points"]);
    const komi = readNumber("the komi", args[0]);
    const { position } = state;
    const changed = new GoPosition({ ...position.rules, komi });
    changed.restore(position.save());
    state.position = changed;
    return "";
  },

  play(state, args) {
    requireArguments(args, ["a color", "a vertex"]);
    const color = readColor(args[0]);
    const move = readVertex(args[1], state.position);
    const problem = turnOf(state, color).explain(move);
    if (problem !== undefined) throw new CommandError(`illegal move: ${problem}`);
    state.position.setToPlay(color);
    state.position.playLegal(move);
    return "";
  },

  async genmove(state, args) {
    requireArguments(args, ["a color"]);
    const color = readColor(args[0]);
    state.position.setToPlay(color);
    const { position } = state;
    const begun = performance.now();
    const move = await choose(state, position);
    state.clock.spend(color, (performance.now() - begun) / 1000);
    if (move === "resign") return move;
    position.playLegal(move);
    return vertexOf(move, position);
  },

  async reg_genmove(state, args) {
    requireArguments(args, ["a color"]);
    const position = state.position.clone();
    position.setToPlay(readColor(args[0]));
    const move = await choose(state, position);
    return move === "resign" ? move : vertexOf(move, position);
  },

  undo(state, args) {
    requireArguments(args, []);
    if (state.position.moveCount === 0) throw new CommandError("cannot undo: no move has been played");
    state.position.undo();
    return "";
  },

  showboard(state, args) {
    requireArguments(args, []);
    return `\n${boardText(state.position)}`;
  },
};

/** The position with a color to play, for questions; it is a copy where it is the other's turn. */
function turnOf({ position }: EngineState, color: GoColor) {
  if (position.toPlay === color) return position;
  const turned = position.clone();
  turned.setToPlay(color);
  return turned;
}

/** Asks the player, and checks the answer. */
async function choose(state: EngineState, position: EngineState["position"]): Promise<number | "resign"> {
  const { player, clock, generator, mayResign } = state;
  const { toPlay, moveCount, points } = position;
  // A game of 9×9 takes about as many moves as there are points.
  const left = Math.max(8, (points - moveCount) / 2);
  const move = await player({ position, generator, seconds: clock.budget(toPlay, left), mayResign });
  if (move === "resign") return move;
  const problem = position.explain(move);
  if (position.toPlay !== toPlay || position.moveCount !== moveCount) {
    throw new CommandError("the player has left another position behind; the game is spoilt");
  }
  if (problem !== undefined) throw new CommandError(`the player has chosen ${move}: ${problem}`);
  return move;
}
