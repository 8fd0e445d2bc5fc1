import { type Saved, StateError, type Stateful } from "../../state/index.ts";
import { requireLength } from "../../text/require-number.ts";
import { valueInText } from "../../text/value-in-text.ts";
import { Chains } from "./chains.ts";
import { black, empty, type GoColor, opponentOf, white } from "./colors.ts";
import { createIsEye, type IsEye } from "./eyes.ts";
import { MoveList } from "./move-list.ts";
import { Repetition } from "./repetition.ts";
import { requireColor, requireStones } from "./require-stones.ts";
import { type GoRules, type GoRulesOptions, goRules } from "./rules.ts";
import { readSavedPosition } from "./saved-position.ts";
import { Trial } from "./trial.ts";
import { vertexOf } from "./vertices.ts";

/** Why a move is not legal; `legal` is 0. */
const legal = 0;
const occupied = 1;
const inKo = 2;
const isSuicide = 3;
const repeated = 4;
const reasons = [
  "",
  "the point is occupied",
  "the ko may not be taken back at once",
  "it is suicide, which the rules forbid",
  "it repeats an earlier position, which superko forbids",
];

/** With `situational-superko` a position with White to move has another hash than with Black to move. */
const whiteToPlay = 0x5bd1e995;

/**
 * A game of Go at some move: the board, who is to play, and the moves so far. Points are numbered row by row from the top
 * left, from 0; a move is a point, or `pass`, the number of points. Nothing is allocated while moves are played and taken
 * back, except where the game becomes longer than any before it.
 *
 * @example
 * const position = new GoPosition({ size: 9, ko: "simple" });
 * position.play(parseVertex("D4", position.rules));
 * position.undo();
 */
export class GoPosition implements Stateful {
  readonly rules: GoRules;
  readonly columns: number;
  readonly rows: number;
  /** How many points the board has; also the move that is a pass. */
  readonly points: number;
  /** What is on each point, `[points]`: 0 nothing, 1 a black stone, 2 a white one. Not to be written to. */
  readonly stones: Uint8Array;
  /** Chains and their liberties. Not to be changed. */
  readonly chains: Chains;
  /** Of the stones on the board, whoever is to play: two words, the lower one first. The same in every process. */
  readonly hash: Int32Array;
  /** Who is to play. */
  toPlay: GoColor = black;
  /** How many passes the latest moves were. */
  consecutivePasses = 0;

  /** The point that simple ko forbids to who has not played last, or −1. */
  #koPoint = -1;
  readonly #moves: MoveList;
  readonly #trial: Trial;
  readonly #repetition: Repetition;
  readonly #isEye: IsEye;
  /** What positions must have in common to be copies of one another. */
  readonly #kind: string;
  readonly #superko: boolean;
  readonly #situational: boolean;
  readonly #suicide: boolean;
  /** Stones taken off so far, by color. */
  readonly #prisoners = new Int32Array(3);
  /** What the game began with. */
  readonly #start: Uint8Array;
  #startToPlay: GoColor = black;

  /** The empty board, with Black to play. @param rules as `goRules` takes or gives them */
  constructor(rules: GoRulesOptions = {}) {
    this.rules = goRules(rules);
    const { columns, rows, ko, suicide, komi, scoring } = this.rules;
    this.columns = columns;
    this.rows = rows;
    this.points = columns * rows;
    this.chains = new Chains(columns, rows);
    this.stones = this.chains.colors.subarray(0, this.points);
    this.hash = this.chains.hash;
    this.#kind = `${columns}×${rows} with ${ko}, suicide ${suicide}, a komi of ${komi} and ${scoring} scoring`;
    this.#superko = ko !== "simple";
    this.#situational = ko === "situational-superko";
    this.#suicide = suicide === "allowed";
    this.#start = new Uint8Array(this.points);
    this.#trial = new Trial(this.chains);
    this.#moves = new MoveList(4 * this.points);
    this.#repetition = new Repetition(4 * this.points + 1);
    this.#isEye = createIsEye(this.rules);
    this.reset();
  }

  /** The move that is a pass. */
  get pass(): number {
    return this.points;
  }

  /** Whether the two latest moves were passes. Moves after that are still possible, as when players disagree. */
  get isOver(): boolean {
    return this.consecutivePasses >= 2;
  }

  /** The point that simple ko forbids to the player to move, or −1. */
  get koPoint(): number {
    return this.moveCount > 0 && this.colorAt(this.moveCount - 1) !== this.toPlay ? this.#koPoint : -1;
  }

  /** How many moves have been played, passes included. */
  get moveCount(): number {
    return this.#moves.length;
  }

  /** The latest move, or −1 where there is none. */
  get lastMove(): number {
    const { length, codes } = this.#moves;
    return length === 0 ? -1 : codes[length - 1] >> 1;
  }

  /** Move `index` of the game, from 0. @throws RangeError where there is none */
  moveAt(index: number): number {
    this.#requireMove("moveAt", index);
    return this.#moves.codes[index] >> 1;
  }

  /** Who played move `index`. @throws RangeError where there is none */
  colorAt(index: number): GoColor {
    this.#requireMove("colorAt", index);
    return ((this.#moves.codes[index] & 1) + 1) as GoColor;
  }

  /** How many stones move `index` captured; those of a suicide are negative. @throws RangeError where there is none */
  capturedAt(index: number): number {
    this.#requireMove("capturedAt", index);
    return this.#moves.removed[index];
  }

  /** How many stones of a color have been taken off the board. @throws RangeError for what is no color */
  prisoners(color: GoColor): number {
    requireColor("prisoners", color);
    return this.#prisoners[color];
  }

  /** Begins a new game on the empty board, with Black to play. */
  reset(): void {
    this.#start.fill(0);
    this.#startToPlay = black;
    this.#begin();
  }

  /**
   * Begins a new game with stones on the board, such as a handicap or a problem. Superko knows this position and no earlier
   * one.
   *
   * @param stones `[points]`, as {@link stones} has them
   * @throws RangeError for other numbers, a wrong length, and chains without liberties; the game is then unchanged
   */
  setUp(stones: ArrayLike<number>, toPlay: GoColor): void {
    requireColor("setUp", toPlay);
    requireStones("setUp", stones, this);
    this.#start.set(stones);
    this.#startToPlay = toPlay;
    this.#begin();
  }

  /** Makes it the turn of a color, whoever has played last. */
  setToPlay(color: GoColor): void {
    requireColor("setToPlay", color);
    this.toPlay = color;
  }

  /** Whether the player to move may play there. A pass always is legal. */
  isLegal(move: number): boolean {
    return move === this.points || (move >= 0 && move < this.points && this.#judge(move) === legal);
  }

  /** Why the player to move may not play there; undefined for a legal move. */
  explain(move: number): string | undefined {
    if (move === this.points) return undefined;
    if (Number.isInteger(move) && move >= 0 && move < this.points) {
      const reason = this.#judge(move);
      return reason === legal ? undefined : reasons[reason];
    }
    return this.#movesInText();
  }

  /**
   * Writes 1 for every legal move and 0 for the others, `points` + 1 numbers from `at` on; the last is the pass.
   *
   * @throws RangeError where the mask has no room for them
   */
  legalMoves(mask: Uint8Array, at = 0): void {
    requireLength("legalMoves: mask", mask, at + this.points + 1);
    for (let point = 0; point < this.points; point++) mask[at + point] = this.#judge(point) === legal ? 1 : 0;
    mask[at + this.points] = 1;
  }

  /**
   * The same without moves that fill an own eye: an empty point whose neighbors are all own stones, with at most one stone of
   * the other on its diagonals, and none at the edge. AlphaGo's networks call these moves sensible. Where suicide is forbidden,
   * each chain beside such a point has another liberty, so that no move that takes one out of atari is left out.
   */
  sensibleMoves(mask: Uint8Array, at = 0): void {
    this.legalMoves(mask, at);
    for (let point = 0; point < this.points; point++)
      if (mask[at + point] === 1 && this.#isEye(this.chains.colors, point, this.toPlay)) mask[at + point] = 0;
  }

  /**
   * How many stones a move of the player to move would capture; 0 for a pass, and where there is a stone.
   *
   * @throws RangeError for what is no move
   */
  captures(move: number): number {
    if (this.chains.colors[move] === undefined) {
      throw new RangeError(`captures: the move is ${valueInText(move)}; ${this.#movesInText()}`);
    }
    if (this.chains.colors[move] !== empty) return 0;
    this.#trial.put(move, this.toPlay);
    return this.#trial.capturedStones();
  }

  /**
   * How many liberties the chain of a stone has.
   *
   * @param most where to stop counting; default: nowhere
   * @throws RangeError where there is no stone
   */
  liberties(point: number, most = this.points): number {
    return this.chains.liberties(point, most);
  }

  /** Plays a move. @throws RangeError unless it is legal; the message says why */
  play(move: number): void {
    const problem = this.explain(move);
    if (problem !== undefined) {
      const name = this.toPlay === black ? "Black" : "White";
      const place =
        Number.isInteger(move) && move >= 0 && move < this.points ? vertexOf(move, this) : valueInText(move);
      throw new RangeError(`play: ${name} may not play ${place}: ${problem}`);
    }
    this.playLegal(move);
  }

  /** Plays a move that is known to be legal, as nothing checks here. */
  playLegal(move: number): void {
    const { toPlay } = this;
    const index = this.#moves.push(2 * move + toPlay - 1, this.#koPoint, this.consecutivePasses);
    this.#koPoint = -1;
    this.toPlay = opponentOf(toPlay);
    if (move === this.points) this.consecutivePasses++;
    else {
      this.consecutivePasses = 0;
      const removed = this.chains.put(move, toPlay);
      if (removed !== 0) {
        this.#moves.removed[index] = removed;
        if (removed > 0) this.#prisoners[3 - toPlay] += removed;
        else this.#prisoners[toPlay] -= removed;
        if (removed === 1 && !this.#superko) this.#koPoint = this.#koAfter(move);
      }
    }
    if (this.#superko) this.#remember();
  }

  /** Takes the latest move back. @throws Error where there is none */
  undo(): void {
    if (this.moveCount === 0) throw new Error("undo: no move has been played");
    const index = this.moveCount - 1;
    const { codes, removed, koPoints, passes } = this.#moves;
    const move = codes[index] >> 1;
    const color = ((codes[index] & 1) + 1) as GoColor;
    if (move < this.points) this.chains.takeBack(move, color);
    if (removed[index] > 0) this.#prisoners[3 - color] -= removed[index];
    else this.#prisoners[color] += removed[index];
    this.toPlay = color;
    this.#koPoint = koPoints[index];
    this.consecutivePasses = passes[index];
    this.#moves.length = index;
    if (this.#superko) this.#repetition.pop();
  }

  /** Becomes a copy of another position, moves included. @throws RangeError if that is of other rules */
  copyFrom(other: GoPosition): void {
    if (other.#kind !== this.#kind) {
      throw new RangeError(`copyFrom: the other position is of ${other.#kind}; it must be of ${this.#kind}`);
    }
    this.chains.copyFrom(other.chains);
    if (this.#superko) this.#repetition.copyFrom(other.#repetition);
    this.#moves.copyFrom(other.#moves);
    this.#prisoners.set(other.#prisoners);
    this.#start.set(other.#start);
    this.#startToPlay = other.#startToPlay;
    this.toPlay = other.toPlay;
    this.#koPoint = other.#koPoint;
    this.consecutivePasses = other.consecutivePasses;
  }

  /** Another position like this one. */
  clone(): GoPosition {
    const copy = new GoPosition(this.rules);
    copy.copyFrom(this);
    return copy;
  }

  /** The stones that the game began with, the moves, and who is to play. */
  save() {
    return {
      stones: this.#start.slice(),
      moves: Int32Array.from(this.#moves.codes.subarray(0, this.moveCount)),
      toPlay: Int32Array.of(this.#startToPlay, this.toPlay),
    };
  }

  /** @throws StateError unless it is of a game by the same rules */
  restore(saved: Saved): void {
    const { stones, moves, toPlay } = readSavedPosition(saved, this.points);
    const restored = new GoPosition(this.rules);
    try {
      restored.setUp(stones, toPlay[0]);
      for (const code of moves) {
        restored.setToPlay(((code & 1) + 1) as GoColor);
        restored.play(code >> 1);
      }
      restored.setToPlay(toPlay[1]);
    } catch (error) {
      throw new StateError(`it must be a game by these rules: ${(error as Error).message}`, { cause: error });
    }
    this.copyFrom(restored);
  }

  #movesInText(): string {
    return `a move is a point from 0 to ${this.points - 1}, or ${this.points} for a pass`;
  }

  #requireMove(owner: string, index: number): void {
    if (Number.isInteger(index) && index >= 0 && index < this.moveCount) return;
    const allowed =
      this.moveCount === 0
        ? "no move has been played"
        : `it must be an integer from 0 to ${this.moveCount - 1}, as ${this.moveCount} moves have been played`;
    throw new RangeError(`${owner}: the index is ${valueInText(index)}; ${allowed}`);
  }

  #begin(): void {
    this.chains.clear();
    const start = this.#start;
    for (let point = 0; point < this.points; point++) {
      if (start[point] !== 0) this.chains.put(point, start[point]);
    }
    this.chains.trailLength = 0;
    this.#prisoners.fill(0);
    this.toPlay = this.#startToPlay;
    this.#koPoint = -1;
    this.#moves.length = 0;
    this.consecutivePasses = 0;
    this.#repetition.clear();
    if (this.#superko) this.#remember();
  }

  #remember(): void {
    const salt = this.#situational && this.toPlay === white ? whiteToPlay : 0;
    this.#repetition.push(this.hash[0] ^ salt, this.hash[1]);
  }

  /** Whether a move of the player to move is legal, or why not. */
  #judge(point: number): number {
    const { colors, vacated } = this.chains;
    if (colors[point] !== 0) return occupied;
    if (point === this.#koPoint && this.koPoint === point) return inKo;
    // A position with this stone has been before only if such a stone has been taken off here.
    const trial = this.#trial;
    const mayRepeat = this.#superko && (vacated[point] & this.toPlay) !== 0;
    if (!mayRepeat && trial.clearlyLives(point, this.toPlay)) return legal;
    trial.put(point, this.toPlay);
    const dies = !trial.lives && trial.capturedChains === 0;
    if (dies && !this.#suicide) return isSuicide;
    if (!this.#superko || !(mayRepeat || dies)) return legal;
    trial.computeHash(point, this.toPlay);
    const salt = this.#situational && this.toPlay === black ? whiteToPlay : 0;
    return this.#repetition.has(trial.hash[0] ^ salt, trial.hash[1]) ? repeated : legal;
  }

  /** The point of the one stone that a move has captured, if that makes a ko; otherwise −1. */
  #koAfter(point: number): number {
    const { colors, heads, sizes, pseudoLiberties, neighbors } = this.chains;
    if (heads[point] !== point || sizes[point] !== 1 || pseudoLiberties[point] !== 1) return -1;
    for (let i = 4 * point; i < 4 * point + 4; i++) if (colors[neighbors[i]] === 0) return neighbors[i];
    return -1;
  }
}
