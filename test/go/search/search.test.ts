import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Cells, solveGame, ticTacToe, type ZeroSumGame } from "../../../src/games/index.ts";
import { createSearch, evaluatorOf, type SearchGame, searchGameOf } from "../../../src/go/search/index.ts";
import { createGenerator } from "../../../src/random/index.ts";

const uniform = (moves: number) => new Array<number>(moves).fill(1);
const solution = solveGame(ticTacToe);

/** A position of tic-tac-toe behind random moves, whose game is not over. */
function randomPosition(seed: number, depth: number): Cells {
  const generator = createGenerator(seed);
  let cells = ticTacToe.start;
  for (let i = 0; i < depth; i++) {
    const moves = ticTacToe
      .moves(cells)
      .filter((move) => ticTacToe.moves(ticTacToe.play(cells, move)).length > 0);
    if (moves.length === 0) break;
    cells = ticTacToe.play(cells, moves[generator.integers(0, moves.length)]);
  }
  return cells;
}

/** What perfect play gets for whoever is to move. */
const perfectValue = (cells: Cells) => (ticTacToe.mover(cells) === 0 ? 1 : -1) * solution.value(cells);

/** A game tree that is decided by a seed: who is to move is random, and so are the payoffs. */
function randomGame(seed: number): ZeroSumGame<readonly number[]> {
  const draws = (path: readonly number[]) => createGenerator([seed, path.length, ...path]);
  const countAt = (path: readonly number[]) =>
    path.length === 4 ? 0 : draws(path).integers(path.length < 2 ? 1 : 0, 4);
  return {
    start: [],
    mover: (path) => draws([...path, 1]).integers(0, 2) as 0 | 1,
    moves: (path) => Array.from({ length: countAt(path) }, (_, move) => move),
    play: (path, move) => [...path, move],
    payoff: (path) => draws([...path, 2]).integers(-1, 2),
    key: (path) => path.join(),
  };
}

describe("a search", () => {
  it("without any knowledge proves the value of random positions of tic-tac-toe, and plays a best move", () => {
    for (let seed = 0; seed < 24; seed++) {
      const start = randomPosition(seed, 2 + (seed % 5));
      const game = searchGameOf(ticTacToe, 9, start);
      const evaluator = evaluatorOf(9, () => ({ priors: uniform(9), value: 0 }), 1 + (seed % 4));
      const { move, value, solved } = createSearch(game, evaluator).run({ simulations: 20_000 });
      expect(solved).toBe(true);
      expect(value).toBe(perfectValue(start) + 0);
      expect(solution.bestMoves(start)).toContain(move);
      expect(game.position).toBe(start);
    }
  });

  it("is begun anew where its steps were left in the middle, by the caller or by an error of the evaluator", () => {
    const game = searchGameOf(ticTacToe, 9);
    const knowing = evaluatorOf(9, () => ({ priors: uniform(9), value: 0 }), 4);
    let fails = false;
    const evaluate = (count: number) => {
      if (fails) throw new Error("no memory");
      knowing.evaluate(count);
    };
    const search = createSearch(game, { ...knowing, evaluate });
    const expected = search.run({ simulations: 50 });
    for (const left of [1, 3, 9]) {
      search.clear();
      const steps = search.steps({ simulations: 50 });
      for (let i = 0; i < left; i++) evaluate(steps.next().value as number);
      expect(search.run({ simulations: 50 })).toEqual(expected);
    }
    search.clear();
    fails = true;
    expect(() => search.run({ simulations: 50 })).toThrow("no memory");
    fails = false;
    expect(search.run({ simulations: 50 })).toEqual(expected);
    expect(game.history).toEqual([]);
  });

  it("proves the values of random games in which a player may move several times in a row", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.integer({ min: 1, max: 5 }), (seed, batch) => {
        const rules = randomGame(seed);
        const game = searchGameOf(rules, 4);
        const evaluator = evaluatorOf(4, () => ({ priors: uniform(4), value: 0 }), batch);
        const { move, value, solved } = createSearch(game, evaluator).run({ simulations: 5000 });
        const exact = solveGame(rules);
        expect(solved).toBe(true);
        expect(value + 0).toBe((rules.mover([]) === 0 ? 1 : -1) * exact.value([]) + 0);
        expect(exact.bestMoves([])).toContain(move);
      }),
      { numRuns: 40, seed: 1 },
    );
  });

  it("with exact values plays a best move after 100 simulations, and with priors that mislead after 3,000", () => {
    for (let seed = 0; seed < 4; seed++) {
      const start = randomPosition(seed, seed % 6);
      const game = searchGameOf(ticTacToe, 9, start);
      const best = (move: number) => solution.bestMoves(game.position).includes(move);
      for (const [ofBest, simulations] of [
        [1, 100],
        [0.3, 3000],
      ]) {
        const judge = () => {
          const priors = uniform(9).map((_, move) => (best(move) ? ofBest : 1));
          return { priors, value: perfectValue(game.position) };
        };
        const { move } = createSearch(game, evaluatorOf(9, judge)).run({ simulations });
        expect(solution.bestMoves(start)).toContain(move);
      }
    }
  });

  it("never loses a game of tic-tac-toe against any way to play, with 300 simulations a move", () => {
    const generator = createGenerator(5);
    for (let index = 0; index < 20; index++) {
      const game = searchGameOf(ticTacToe, 9);
      const search = createSearch(
        game,
        evaluatorOf(9, () => ({ priors: uniform(9), value: 0 }), 4),
      );
      while (!game.isOver()) {
        const legal = ticTacToe.moves(game.position);
        const own = game.mover() === index % 2;
        game.play(own ? search.run({ simulations: 300 }).move : legal[generator.integers(0, legal.length)]);
      }
      expect(game.payoff() * (index % 2 === 0 ? 1 : -1)).toBeGreaterThanOrEqual(0);
    }
  });
});

describe("the tree of a search", () => {
  const open = (batch = 1, options = {}) => {
    const game = searchGameOf(ticTacToe, 9);
    const seen: string[] = [];
    const judge = () => {
      seen.push(ticTacToe.key(game.position));
      return { priors: uniform(9).map((_, move) => 1 + ((move * 5) % 9)), value: 0 };
    };
    return { game, seen, search: createSearch(game, evaluatorOf(9, judge, batch), options) };
  };

  it("gives the same result for the same limit of simulations", () => {
    const results = [1, 2].map(() => open(8).search.run({ simulations: 150 }));
    expect(results[0]).toEqual(results[1]);
    expect(results[0].simulations).toBe(150);
    expect(results[0].visits.reduce((a, b) => a + b)).toBe(149); // the first one evaluates the root
  });

  it("is kept where the game goes on by moves that it has, and begun anew elsewhere", () => {
    const { game, search, seen } = open();
    const { move } = search.run({ simulations: 1000 });
    game.play(move);
    game.play(ticTacToe.moves(game.position)[0]);
    const before = seen.length;
    const { visits, simulations } = search.run({ simulations: 1 });
    expect(simulations).toBe(1);
    expect(seen.length - before).toBeLessThanOrEqual(1);
    expect(visits.reduce((a, b) => a + b)).toBeGreaterThan(3);
    game.undo();
    expect(search.run({ simulations: 5 }).visits.reduce((a, b) => a + b)).toBe(4);
    search.clear();
    expect(search.run({ simulations: 5 }).visits.reduce((a, b) => a + b)).toBe(4);
  });

  it("evaluates no position twice in a batch, and each of a tree once", () => {
    const { search, seen, game } = open(16);
    search.run({ simulations: 100 });
    const paths = seen.length;
    expect(paths).toBeLessThanOrEqual(100);
    expect(game.history.length).toBe(0);
  });

  it("does not grow over its nodes: the search ends, and goes on when the game has moved on", () => {
    const { search, game } = open(4, { nodes: 60 });
    const { simulations, move } = search.run({ simulations: 1000 });
    expect(simulations).toBeLessThan(60);
    game.play(move);
    expect(search.run({ simulations: 1000 }).simulations).toBeGreaterThan(0);
  });

  it("stops by the clock, after one batch at least", () => {
    const { search } = open(4);
    expect(search.run({ milliseconds: 1e-9 }).simulations).toBeGreaterThan(0);
  });
});

describe("the parts of a search", () => {
  /** Two moves: the first ends the game with a payoff, the second goes on to a position like it. */
  const endless = (payoff: number): SearchGame => {
    const history: number[] = [];
    return {
      ...{ moves: 2, history },
      mover: () => (history.length % 2) as 0 | 1,
      isOver: () => history.at(-1) === 0,
      payoff: () => payoff,
      legalMoves(list) {
        list.set([0, 1]);
        return 2;
      },
      play: (move) => void history.push(move),
      undo: () => void history.pop(),
      isLast: (move) => move === 0,
    };
  };

  it("sees at once what a move leads to that ends the game, however unlikely it looks", () => {
    const judge = () => ({ priors: [1e-9, 1], value: -0.9 });
    const won = createSearch(endless(1), evaluatorOf(2, judge)).run({ simulations: 1 });
    expect(won).toMatchObject({ move: 0, value: 1, solved: true });
    const lost = createSearch(
      endless(-1),
      evaluatorOf(2, () => ({ priors: [1, 1e-9], value: 0 })),
    );
    // The other player wins by the same move behind the other one.
    expect(lost.run({ simulations: 2 })).toMatchObject({ value: -1, solved: true });
  });

  it("refuses payoffs outside −1 to 1, by which it would prove wrong moves, and leaves the game as it was", () => {
    const judge = () => ({ priors: [1, 1], value: 0 });
    for (const paid of [3, -1.5, Number.NaN]) {
      const message = `search: the game's payoff is ${paid}; it must be from −1 to 1`;
      const game = endless(paid);
      expect(() => createSearch(game, evaluatorOf(2, judge)).run({ simulations: 9 })).toThrow(message);
      const { isLast: _, ...unknowing } = game;
      const search = createSearch(unknowing, evaluatorOf(2, judge));
      expect(() => search.run({ simulations: 9 })).toThrow(message);
      expect(game.history.length).toBe(0);
    }
  });

  it("refuses a game that goes on without a legal move, in the place of searching it for ever", () => {
    const game = { ...endless(1), isLast: () => false, legalMoves: () => 0 };
    const judge = () => ({ priors: [1, 1], value: 0 });
    expect(() => createSearch(game, evaluatorOf(2, judge)).run({ simulations: 9 })).toThrow(
      "search: the game has 0 legal moves where it is not over; there must be from 1 to 2",
    );
  });

  it("refuses what a rollout says outside −1 to 1, and leaves the game as it was", () => {
    const game = searchGameOf(ticTacToe, 9);
    const judge = () => ({ priors: uniform(9), value: 0 });
    for (const result of [Number.NaN, 2, undefined as never]) {
      const rollout = { share: 0.5, play: () => result };
      expect(() => createSearch(game, evaluatorOf(9, judge), { rollout }).run({ simulations: 1 })).toThrow(
        `search: a rollout's result is ${result === undefined ? Number.NaN : result}; it must be from −1 to 1`,
      );
      expect(game.history.length).toBe(0);
    }
  });

  it("refuses games with moves that are not among those counted, and priors for another number of them", () => {
    const judge = () => ({ priors: uniform(5), value: 0 });
    const search = createSearch(searchGameOf(ticTacToe, 5), evaluatorOf(5, judge));
    expect(() => search.run({ simulations: 1 })).toThrow(
      "searchGameOf: a legal move is 5; of 5 moves it must be an integer from 0 to 4",
    );
    expect(() => searchGameOf(ticTacToe, 0)).toThrow(
      "searchGameOf: moves is 0; it must be an integer from 1",
    );
    for (const length of [8, 10]) {
      const evaluator = evaluatorOf(9, () => ({ priors: uniform(length), value: 0 }), 2);
      expect(() => createSearch(searchGameOf(ticTacToe, 9), evaluator).run({ simulations: 1 })).toThrow(
        `evaluatorOf: judge returned ${length} priors; there must be one for each of the 9 moves`,
      );
    }
    expect(() => evaluatorOf(9, judge, 0.5)).toThrow(
      "evaluatorOf: batch is 0.5; it must be an integer from 1",
    );
  });

  it("mixes rollouts into values by their share", () => {
    for (const share of [0, 0.25, 1]) {
      const game = searchGameOf(ticTacToe, 9);
      const rollout = { share, play: () => 1 };
      const judge = () => ({ priors: uniform(9), value: game.mover() === 0 ? -0.5 : 0.5 });
      const { value } = createSearch(game, evaluatorOf(9, judge), { rollout }).run({ simulations: 20 });
      expect(value).toBeCloseTo((1 - share) * -0.5 + share, 6);
    }
  });

  it("asks a rollout for its share at each position, and plays nothing on where it is 0", () => {
    const game = searchGameOf(ticTacToe, 9);
    let played = 0;
    const play = () => {
      played++;
      expect(game.history.length).toBe(1);
      return 1;
    };
    const rollout = { play, share: () => (game.history.length === 1 ? 1 : 0) };
    const judge = () => ({ priors: uniform(9), value: 0 });
    const { visits } = createSearch(game, evaluatorOf(9, judge), { rollout }).run({ simulations: 10 });
    expect(played).toBe(visits.filter((count) => count > 0).length);
    expect(played).toBeGreaterThan(0);
    const wrong = { rollout: { play, share: () => 1.5 } };
    expect(() => createSearch(game, evaluatorOf(9, judge), wrong).run({ simulations: 1 })).toThrow(
      "search: a rollout's share is 1.5; it must be from 0 to 1",
    );
    expect(game.history.length).toBe(0);
  });

  it("draws noise at the root by its generator, which spreads the simulations", () => {
    const run = (seed?: number) => {
      const game = searchGameOf(ticTacToe, 9);
      const judge = () => ({ priors: uniform(9).map((_, move) => (move === 4 ? 50 : 1)), value: 0 });
      const noise = seed === undefined ? {} : { noise: { generator: createGenerator(seed), share: 0.9 } };
      return createSearch(game, evaluatorOf(9, judge), noise).run({ simulations: 60 }).visits;
    };
    expect(run(1)).toEqual(run(1));
    expect(run(1)).not.toEqual(run(2));
    expect(run()[4]).toBeGreaterThan(Math.max(run(1)[4], run(2)[4]));
  });

  it("draws noise before the first simulation of a root that is kept", () => {
    const visitsBy = (seed: number) => {
      const game = searchGameOf(ticTacToe, 9);
      const noise = { generator: createGenerator(seed), share: 1 };
      const search = createSearch(
        game,
        evaluatorOf(9, () => ({ priors: uniform(9), value: 0 }), 8),
        { noise },
      );
      game.play(search.run({ simulations: 200 }).move);
      return `${search.run({ simulations: 8 }).visits}`;
    };
    expect(new Set([1, 2, 3, 4].map(visitsBy)).size).toBe(4);
  });

  it("refuses numbers of an evaluator that are no priors or values, and leaves the game as it was", () => {
    const game = searchGameOf(ticTacToe, 9);
    const faults = [
      [{ priors: uniform(9), value: Number.NaN }, "a value of the evaluator is NaN; it must be from −1 to 1"],
      [{ priors: uniform(9).fill(-1), value: 0 }, "a prior of the evaluator is -1; it must be from 0 on"],
    ] as const;
    for (const [fault, message] of faults) {
      let calls = 0;
      const judge = () => (++calls > 9 ? fault : { priors: uniform(9), value: 0 });
      const search = createSearch(game, evaluatorOf(9, judge, 3));
      expect(() => search.run({ simulations: 50 })).toThrow(message);
      expect(game.history.length).toBe(0);
      calls = -100;
      expect(search.run({ simulations: 20 }).simulations).toBe(20);
    }
  });

  it("leaves the game as it was when an evaluator throws in the middle of a game", () => {
    const game = searchGameOf(ticTacToe, 9);
    const judge = () => {
      if (game.history.length > 2) throw new Error("lost");
      return { priors: uniform(9), value: 0 };
    };
    const search = createSearch(game, evaluatorOf(9, judge, 3));
    expect(() => search.run({ simulations: 500 })).toThrow("lost");
    expect(game.history.length).toBe(0);
  });

  it("refuses limits and options that are none", () => {
    const game = searchGameOf(ticTacToe, 9);
    const evaluator = evaluatorOf(9, () => ({ priors: uniform(9), value: 0 }));
    const search = createSearch(game, evaluator);
    expect(() => search.run({})).toThrow("there is no limit; give simulations, milliseconds, or both");
    expect(() => search.run({ simulations: 0 })).toThrow("simulations is 0; it must be an integer from 1");
    expect(() => search.run({ milliseconds: -1 })).toThrow("milliseconds is -1; it must be above 0");
    expect(() => createSearch(game, evaluator, { nodes: 3 })).toThrow(
      "nodes is 3; it must be an integer from 10",
    );
    expect(() => createSearch(game, evaluator, { exploration: 0 })).toThrow("exploration is 0");
    const noise = { generator: createGenerator(1), share: 2 };
    expect(() => createSearch(game, evaluator, { noise })).toThrow(
      "noise's share is 2; it must be from 0 to 1",
    );
    for (const move of [0, 3, 1, 4, 2]) game.play(move);
    expect(() => search.run({ simulations: 1 })).toThrow("the game is over");
  });
});
