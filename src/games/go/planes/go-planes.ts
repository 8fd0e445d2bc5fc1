import { white } from "../colors.ts";
import { createIsEye } from "../eyes.ts";
import type { GoPosition } from "../position.ts";
import { requireSameBoard } from "../require-same-board.ts";
import type { BoardSize } from "../vertices.ts";
import { boardFeatures, type GoFeature, layoutOf } from "./features.ts";
import { LadderReader } from "./ladders.ts";
import { MoveEffects } from "./move-effects.ts";

/** What is observed of a position of Go, as channels of an image. */
export interface GoPlanes {
  /** How many channels there are. */
  readonly channels: number;
  /**
   * Writes them for the player to move, `[rows, columns, channels]` numbers, from `offset` on. The position is as before
   * then, though stones were put down and taken back.
   *
   * @throws RangeError for a position of another board
   */
  write(position: GoPosition, planes: Float32Array | Uint8Array, offset: number): void;
}

/** What a number has its place in: as many planes as this. */
const depth = 8;

/**
 * Planes of zeros and ones that show a position to whoever is to move, as AlphaGo's. What turns or mirrors the board turns or
 * mirrors the planes.
 *
 * @param features which, in the order of their planes; default {@link boardFeatures}
 * @throws RangeError for features that there are not, given twice, or none
 *
 * @example
 * const planes = goPlanes({ columns: 9, rows: 9 }, alphaGoFeatures);
 * const row = new Float32Array(81 * planes.channels);
 * planes.write(position, row, 0);
 */
export function goPlanes(
  { columns, rows }: BoardSize,
  features: readonly GoFeature[] = boardFeatures,
): GoPlanes {
  const { at, channels } = layoutOf(features);
  const points = columns * rows;
  const legal = new Uint8Array(points + 1);
  const turns = new Uint8Array(points + 1);
  const effects = new MoveEffects(points);
  const board = { columns, rows };
  const ladders = new LadderReader(board);
  const isEye = createIsEye(board);
  const asksEffects = at.captureSize >= 0 || at.selfAtariSize >= 0 || at.libertiesAfter >= 0;
  const asksLadders = at.ladderCapture >= 0 || at.ladderEscape >= 0;
  const asksLegal = asksEffects || asksLadders || at.sensible >= 0 || at.legal >= 0;
  const asksLiberties = asksEffects || asksLadders || at.liberties >= 0;

  type Planes = Float32Array | Uint8Array;

  const writeStones = ({ stones, toPlay }: GoPosition, planes: Planes, offset: number) => {
    for (let point = 0; point < points; point++) {
      const stone = stones[point];
      planes[offset + point * channels + (stone === 0 ? 2 : stone === toPlay ? 0 : 1)] = 1;
    }
  };

  const writeEverywhere = (planes: Planes, offset: number) => {
    for (let point = 0; point < points; point++) planes[offset + point * channels] = 1;
  };

  const writeTurns = (position: GoPosition, planes: Planes, offset: number) => {
    const { stones, moveCount } = position;
    turns.fill(depth);
    for (let ago = Math.min(depth - 1, moveCount); ago >= 1; ago--)
      turns[position.moveAt(moveCount - ago)] = ago;
    for (let point = 0; point < points; point++) {
      if (stones[point] !== 0) planes[offset + point * channels + turns[point] - 1] = 1;
    }
  };

  const writeLiberties = ({ stones, chains }: GoPosition, planes: Planes, offset: number) => {
    for (let point = 0; point < points; point++) {
      if (stones[point] === 0) continue;
      const count = effects.liberties[chains.heads[point]];
      planes[offset + point * channels + Math.min(count, depth) - 1] = 1;
    }
  };

  const writeEffects = ({ chains, toPlay }: GoPosition, planes: Planes, offset: number) => {
    for (let point = 0; point < points; point++) {
      if (legal[point] === 0) continue;
      effects.look(chains, point, toPlay);
      const { captured, size, libertiesAfter } = effects;
      const own = offset + point * channels;
      if (at.captureSize >= 0) planes[own + at.captureSize + Math.min(captured, depth - 1)] = 1;
      if (at.selfAtariSize >= 0 && libertiesAfter <= 1) {
        planes[own + at.selfAtariSize + Math.min(size, depth) - 1] = 1;
      }
      if (at.libertiesAfter >= 0 && libertiesAfter > 0) {
        planes[own + at.libertiesAfter + Math.min(libertiesAfter, depth) - 1] = 1;
      }
    }
  };

  const writeCapture = ({ chains }: GoPosition, head: number, planes: Planes, offset: number) => {
    for (let index = 0; index < 2; index++) {
      const move = effects.libertyAt(head, index);
      const place = offset + move * channels + at.ladderCapture;
      if (legal[move] === 0 || planes[place] === 1) continue;
      if (ladders.captures(chains, head, move)) planes[place] = 1;
    }
  };

  const writeEscape = ({ chains }: GoPosition, head: number, planes: Planes, offset: number) => {
    const { colors, heads, next, neighbors } = chains;
    const attacker = 3 - colors[head];
    const write = (move: number) => {
      const place = offset + move * channels + at.ladderEscape;
      if (legal[move] === 0 || planes[place] === 1) return;
      if (ladders.escapes(chains, head, move)) planes[place] = 1;
    };
    write(effects.libertyAt(head, 0));
    let stone = head;
    do {
      for (let i = 4 * stone; i < 4 * stone + 4; i++) {
        const beside = neighbors[i];
        if (colors[beside] !== attacker || effects.liberties[heads[beside]] !== 1) continue;
        write(effects.libertyAt(heads[beside], 0));
      }
      stone = next[stone];
    } while (stone !== head);
  };

  const writeLadders = (position: GoPosition, planes: Planes, offset: number) => {
    const { stones, chains, toPlay } = position;
    for (let head = 0; head < points; head++) {
      if (stones[head] === 0 || chains.heads[head] !== head) continue;
      const isOwn = stones[head] === toPlay;
      const count = effects.liberties[head];
      if (isOwn && count === 1 && at.ladderEscape >= 0) writeEscape(position, head, planes, offset);
      if (!isOwn && count === 2 && at.ladderCapture >= 0) writeCapture(position, head, planes, offset);
    }
  };

  const writeSensible = ({ chains, toPlay }: GoPosition, planes: Planes, offset: number) => {
    for (let point = 0; point < points; point++) {
      if (legal[point] === 1 && !isEye(chains.colors, point, toPlay)) planes[offset + point * channels] = 1;
    }
  };

  const writeLegal = (planes: Planes, offset: number) => {
    for (let point = 0; point < points; point++) planes[offset + point * channels] = legal[point];
  };

  return {
    channels,
    write(position, planes, offset) {
      requireSameBoard("goPlanes", position, board, "the planes");
      planes.fill(0, offset, offset + points * channels);
      if (asksLegal) position.legalMoves(legal);
      if (asksLiberties) effects.update(position.chains);
      if (at.stones >= 0) writeStones(position, planes, offset + at.stones);
      if (at.ones >= 0) writeEverywhere(planes, offset + at.ones);
      if (at.turnsSince >= 0) writeTurns(position, planes, offset + at.turnsSince);
      if (at.liberties >= 0) writeLiberties(position, planes, offset + at.liberties);
      if (asksEffects) writeEffects(position, planes, offset);
      if (asksLadders) writeLadders(position, planes, offset);
      if (at.sensible >= 0) writeSensible(position, planes, offset + at.sensible);
      if (at.legal >= 0) writeLegal(planes, offset + at.legal);
      if (at.passed >= 0 && position.consecutivePasses > 0) writeEverywhere(planes, offset + at.passed);
      if (at.white >= 0 && position.toPlay === white) writeEverywhere(planes, offset + at.white);
    },
  };
}
