import { describe, expect, test } from "vitest";
import { connectFour as definition, environments, make } from "../../src/environments/index.ts";
import { type Cells, connectFour } from "../../src/games/index.ts";
import { createGenerator } from "../../src/random/index.ts";

const { start, moves, play, payoff, key, mover } = connectFour;

/** The cells of all lines of four, as a list that was written down from the board's size alone. */
const lines = Array.from({ length: 42 }, (_, cell) => cell).flatMap((cell) =>
  [1, 7, 8, 6]
    .map((step) => [0, 1, 2, 3].map((i) => cell + i * step))
    .filter((line) => line.every((each, i) => each < 42 && (i === 0 || isBeside(each, line[i - 1])))),
);

function isBeside(a: number, b: number): boolean {
  return Math.abs((a % 7) - (b % 7)) <= 1;
}

function winnerByLines(cells: Cells): number {
  const won = lines.find(
    ([first, ...rest]) => cells[first] !== 0 && rest.every((cell) => cells[cell] === cells[first]),
  );
  return won ? cells[won[0]] : 0;
}

describe("connect four", () => {
  test("has 1, 7, 49, 238, 1120, 4263, 16422 and 54859 positions after 0 to 7 plies", () => {
    let positions: Cells[] = [start];
    const counts = [1];
    for (let ply = 1; ply <= 7; ply++) {
      const next = new Map<string, Cells>();
      for (const position of positions) {
        for (const move of moves(position)) {
          const after = play(position, move);
          next.set(String.fromCharCode(...Array.from(after, (mark) => mark + 1)), after);
        }
      }
      positions = [...next.values()];
      counts.push(positions.length);
    }
    expect(counts).toEqual([1, 7, 49, 238, 1120, 4263, 16_422, 54_859]);
  });

  test("is won by each of the 69 lines of four, and by no other", () => {
    expect(lines).toHaveLength(69);
    for (const line of lines) {
      const cells = Array.from(start);
      for (const cell of line) cells[cell] = 1;
      expect(payoff(cells)).toBe(1);
      expect(moves(cells)).toEqual([]);
      cells[line[1]] = -1;
      expect(payoff(cells)).toBe(0);
    }
  });

  test("goes as its environment does, and as lines of four say, in 25 random games", () => {
    const environment = definition.create();
    const generator = createGenerator(3);
    const outcomes = new Map<number, number>();
    for (let game = 0; game < 25; game++) {
      let cells = start;
      let { observation } = environment.reset({ seed: game });
      for (;;) {
        const legal = moves(cells);
        expect(Array.from(environment.legalActions!())).toEqual(
          [0, 1, 2, 3, 4, 5, 6].map((column) => (legal.includes(column) ? 1 : 0)),
        );
        expect(environment.currentPlayer!()).toBe(mover(cells));
        const own = mover(cells) === 0 ? 1 : -1;
        expect(Array.from(observation as ArrayLike<number>)).toEqual(
          Array.from(cells).flatMap((mark) => [mark === own ? 1 : 0, mark === -own ? 1 : 0]),
        );
        const move = legal[generator.integers(0, legal.length)];
        cells = play(cells, move);
        const result = environment.step(move);
        observation = result.observation;
        const winner = winnerByLines(cells);
        expect(payoff(cells)).toBe(winner);
        expect(result.rewards).toEqual(Float64Array.of(winner, 0 - winner));
        expect(result.terminated).toBe(moves(cells).length === 0);
        if (!result.terminated) continue;
        outcomes.set(winner, (outcomes.get(winner) ?? 0) + 1);
        break;
      }
    }
    expect([...outcomes.keys()].sort()).toEqual([-1, 1]);
  });

  test("ends in a draw where the board is full without four in a line", () => {
    // Pairs, and in the next row the opposite pairs.
    const rows = [
      ...[[1, 1, -1, -1, 1, 1, -1], [-1, -1, 1, 1, -1, -1, 1]], // biome-ignore format: rows
    ];
    const cells = Array.from({ length: 6 }, (_, row) => rows[row % 2]).flat();
    expect(winnerByLines(cells)).toBe(0);
    expect(moves(cells)).toEqual([]);
    expect(payoff(cells)).toBe(0);
    expect(key(cells)).toBe(cells.join());
  });

  test("takes from a checkpoint only boards on which every disc has fallen down", () => {
    const environment = definition.create();
    environment.reset({ seed: 0 });
    environment.step(3);
    const saved = environment.save!() as { readonly copy: { readonly state: Float64Array } };
    environment.restore!(saved as never);
    const changed = (cell: number, mark: number) => {
      const state = saved.copy.state.slice();
      state[cell] = mark;
      return { ...saved, copy: { ...saved.copy, state } } as never;
    };
    expect(() => environment.restore!(changed(0, -1))).toThrow("state");
    expect(() => environment.restore!(changed(36, 1))).toThrow("state");
  });

  test("is found by its id", () => {
    expect(make("ConnectFour-v0").actionSpace).toEqual(definition.create().actionSpace);
    expect(environments.filter(({ id }) => id === "ConnectFour-v0")).toEqual([definition]);
  });
});

test("a move that is not legal is refused, with those that are", () => {
  const full = [3, 3, 3, 3, 3, 3].reduce(connectFour.play, connectFour.start);
  for (const [move, text] of [
    [3, "3"],
    [7, "7"],
    [-1, "-1"],
    ["0", '"0"'],
    [undefined, "undefined"],
  ]) {
    expect(() => connectFour.play(full, move as number)).toThrow(
      new RangeError(`connectFour: the move is ${text}; it must be one of the legal ones, 0, 1, 2, 4, 5, 6`),
    );
  }
});
