import { describe, expect, test } from "vitest";
import {
  checkEnvironment,
  defineEnvironment,
  discrete,
  type Environment,
  make,
  type Player,
  playGame,
  ticTacToe,
  withOpponents,
} from "../../src/environments/index.ts";
import { type Cells, ticTacToe as rules, solveGame } from "../../src/games/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { decodeState, encodeState } from "../../src/state/index.ts";
import { sampleLegal } from "./sample-legal.ts";

type CellPlayer = Player<Uint8Array, number>;

/** The cells, as the rules have them, of an observation of the player to move. */
const cellsOf = (seen: ArrayLike<number>): Cells => {
  const marks = Array.from({ length: 9 }, (_, cell) => seen[cell] - seen[9 + cell]);
  return marks.reduce((sum, mark) => sum + Math.abs(mark), 0) % 2 === 0 ? marks : marks.map((mark) => -mark);
};
const { bestMoves } = solveGame(rules);
const perfect: CellPlayer = (seen, { generator }) => {
  const moves = bestMoves(cellsOf(seen as Uint8Array));
  return moves[generator.integers(0, moves.length)];
};
const anyone: CellPlayer = (_, { generator, legalActions }) => {
  const legal = Array.from(legalActions!).flatMap((each, cell) => (each ? [cell] : []));
  return legal[generator.integers(0, legal.length)];
};
const firstFree: CellPlayer = (_, { legalActions }) => Array.from(legalActions!).findIndex(Boolean);

describe("playGame", () => {
  test("gives what each player got: perfect players draw, and lose to nobody", () => {
    for (let seed = 0; seed < 20; seed++) {
      expect(playGame(make("TicTacToe-v0"), [perfect, perfect], { seed })).toEqual([0, 0]);
      const [own, others] = playGame(make("TicTacToe-v0"), [anyone, perfect], { seed });
      expect(others).toBeGreaterThanOrEqual(0);
      expect(own + others).toBe(0);
    }
    // 0, 1, 2, 3, 4, 5, and 6 ends the diagonal of who began.
    expect(playGame(make("TicTacToe-v0"), [firstFree, firstFree])).toEqual([1, -1]);
  });

  test("gives the same game for the same seed, and wants as many players as there are", () => {
    const play = (seed: number) => {
      const moves: number[] = [];
      const noting: CellPlayer = (seen, turn) => {
        const move = anyone(seen, turn);
        moves.push(move);
        return move;
      };
      playGame(make("TicTacToe-v0"), [noting, noting], { seed });
      return moves.join();
    };
    expect(play(3)).toBe(play(3));
    expect(play(3)).not.toBe(play(4));
    expect(() => playGame(make("TicTacToe-v0"), [anyone])).toThrow(
      "there are 1 players; the game must have 2",
    );
  });
});

describe("a game of players", () => {
  test("is played by functions, one for each player, in an environment that has been made", () => {
    const untyped = playGame as (...given: readonly unknown[]) => number[];
    expect(() => untyped(make("TicTacToe-v0"), [firstFree, undefined])).toThrow(
      "playGame: player 1 is undefined; it must be a function that chooses an action, such as " +
        "(observation, { legalActions }) => policy.act(observation, legalActions)",
    );
    expect(() => untyped(make("TicTacToe-v0"), firstFree)).toThrow(
      "playGame: players are a function; they must be a list of functions",
    );
    expect(() => untyped("TicTacToe-v0", [firstFree, firstFree])).toThrow(
      'playGame: the environment is "TicTacToe-v0"; it must be an environment itself: give make("TicTacToe-v0")',
    );
    expect(() => untyped({}, [firstFree, firstFree])).toThrow("playGame: observationSpace: expected a space");
  });

  test("takes opponents in a list, which are functions", () => {
    const untyped = withOpponents as (...given: readonly unknown[]) => Environment;
    expect(() => untyped(make("TicTacToe-v0"), [3], { share: 1 }).reset()).toThrow(
      "withOpponents: opponent 0 is 3; it must be a function that chooses an action",
    );
    expect(() => untyped(make("TicTacToe-v0"))).toThrow(
      "withOpponents: opponents are undefined; they must be a list of functions",
    );
    expect(() => untyped(() => make("TicTacToe-v0"), [])).toThrow(
      "withOpponents: the environment is a function; it must be an environment itself: call the function that makes it",
    );
  });
});

describe("withOpponents", () => {
  test("is the game itself as long as there are no opponents, and where they play in no game", () => {
    for (const game of [
      withOpponents(make("TicTacToe-v0"), []),
      withOpponents(make("TicTacToe-v0"), [perfect], { share: 0 }),
    ]) {
      const plain = ticTacToe.create();
      const generator = createGenerator(1);
      expect(game.reset({ seed: 1 })).toEqual(plain.reset({ seed: 1 }));
      for (let step = 0; step < 60; step++) {
        const action = sampleLegal(plain as Environment, generator) as number;
        const [a, b] = [game.step(action), plain.step(action)];
        expect([a.observation, a.terminated, Array.from(a.rewards!), a.reward]).toEqual([
          b.observation,
          b.terminated,
          Array.from(b.rewards!),
          b.reward,
        ]);
        if (a.terminated) for (const each of [game, plain]) each.reset();
        expect(game.currentPlayer!()).toBe(plain.currentPlayer!());
      }
    }
  });

  test("plays one of the players, each in half of the games, and adds up what its moves bring", () => {
    const game = withOpponents(make("TicTacToe-v0"), [firstFree], { share: 1 });
    const places = [0, 0];
    const generator = createGenerator(2);
    for (let seed = 0; seed < 200; seed++) {
      game.reset({ seed });
      const own = game.currentPlayer!();
      places[1 - own]++;
      for (let total = [0, 0]; ; ) {
        expect(game.currentPlayer!()).toBe(own);
        const { rewards, reward, terminated } = game.step(
          sampleLegal(game as Environment, generator) as number,
        );
        expect(reward).toBe(rewards![own]);
        total = total.map((sum, player) => sum + rewards![player]);
        if (!terminated) continue;
        expect(total[0] + total[1]).toBe(0);
        break;
      }
    }
    // Of 200 games 100 each are expected; 60 and less have a probability of 1e-8.
    expect(Math.min(...places)).toBeGreaterThan(60);
  });

  test("keeps the contract, goes on from what it saved, and needs its opponents for that", () => {
    const opponents = [anyone, firstFree];
    const game = withOpponents(make("TicTacToe-v0"), opponents, { share: 0.7 });
    expect(checkEnvironment(game as Environment, { steps: 300 }).errors).toEqual([]);
    const run = (of: typeof game, generator = createGenerator(5)) =>
      Array.from({ length: 40 }, () => {
        const { observation, rewards, terminated } = of.step(
          sampleLegal(of as Environment, generator) as number,
        );
        return [[...(terminated ? of.reset().observation : observation)], Array.from(rewards!)].join();
      });
    for (let seed = 0; seed < 5; seed++) {
      game.reset({ seed });
      const saved = decodeState(encodeState(game.save!()));
      const restored = withOpponents(make("TicTacToe-v0"), opponents, { share: 0.7 });
      restored.restore!(saved);
      expect(run(restored)).toEqual(run(game));
    }
    const always = withOpponents(make("TicTacToe-v0"), [anyone], { share: 1 });
    always.reset();
    expect(() => withOpponents(make("TicTacToe-v0"), []).restore!(always.save!())).toThrow(
      /add those that there were before/,
    );
  });

  test("begins another game where an opponent ends one before anybody else has moved", () => {
    let moves = 0;
    const oneMove = defineEnvironment({
      observationSpace: discrete(1),
      actionSpace: discrete(1),
      players: 2,
      currentPlayer: () => moves % 2,
      reset() {
        moves = 0;
        return { observation: 0 };
      },
      step() {
        moves++;
        return { observation: 0, reward: 1, rewards: [1, -1], terminated: true, truncated: false };
      },
    });
    const game = withOpponents(oneMove, [() => 0], { share: 0.5 });
    for (let seed = 0; seed < 20; seed++) {
      game.reset({ seed });
      expect(game.currentPlayer!()).toBe(0);
      expect(game.step(0)).toMatchObject({ reward: 1, terminated: true });
    }
  });

  test("is for games of several players", () => {
    expect(() => withOpponents(make("CartPole-v1"), [])).toThrow("it must be a game of several");
    expect(() => withOpponents(make("TicTacToe-v0"), [], { share: 2 })).toThrow(
      "share is 2; it must be from 0 to 1",
    );
  });
});
