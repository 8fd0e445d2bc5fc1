import type { Generator } from "../../random/index.ts";
import { knownOptions } from "../../text/known-options.ts";
import { requireFlag } from "../../text/require-flag.ts";
import { batchFromDynamics, type Dynamics, environmentFromDynamics } from "../dynamics.ts";
import type { EnvironmentDefinition } from "../environment-definition.ts";
import { foundById } from "../found-by-id.ts";
import { discrete } from "../spaces/discrete.ts";
import { tuple } from "../spaces/tuple.ts";

/** The player's sum, the dealer's card that is seen, and whether the player has a usable ace. */
export type BlackjackObservation = readonly [sum: number, dealer: number, usableAce: number];

/** A game of blackjack: see {@link blackjack}. */
export interface BlackjackOptions {
  /**
   * Whether to play by the rules of Sutton and Barto, whatever `natural` says: an ace and a ten at once, a natural, beats
   * everything but a natural of the dealer's. Default true, as in Gymnasium's Blackjack-v1.
   */
  readonly sab?: boolean;
  /** Whether a natural that wins pays 1.5; for `sab: false`. Default false. */
  readonly natural?: boolean;
}

const observationSpace = tuple([discrete(32), discrete(11), discrete(2)]);
const sums = 32;
const cards = 11;

/** From a deck that never ends: 1 is an ace, and 10 as likely as four others. */
function drawCard(generator: Generator): number {
  return Math.min(10, 1 + generator.integers(0, 13));
}

/** The value of a hand: an ace, which counts 1 in `sum`, counts 11 where that does not bust the hand. */
function handValue(sum: number, hasAce: boolean): number {
  return hasAce && sum + 10 <= 21 ? sum + 10 : sum;
}

/**
 * State: the player's sum, with aces as 1; whether they hold an ace; how many cards they have; the dealer's two cards, of
 * which the first is seen.
 */
export function blackjackDynamics({
  sab,
  natural,
}: Required<BlackjackOptions>): Dynamics<BlackjackObservation, number> {
  return {
    observationSpace,
    actionSpace: discrete(2),
    stateSize: 5,

    reset(state, at, generator) {
      state[at + 3] = drawCard(generator);
      state[at + 4] = drawCard(generator);
      const [first, second] = [drawCard(generator), drawCard(generator)];
      state[at] = first + second;
      state[at + 1] = first === 1 || second === 1 ? 1 : 0;
      state[at + 2] = 2;
      // Gymnasium draws what it shows of the card: its suit, and for a ten whether it is a jack, a queen or a king.
      generator.integers(0, 4);
      if (state[at + 3] === 10) generator.integers(0, 3);
    },

    step(state, at, actions, index, rewards, terminated, generator) {
      if (actions[index] === 1) {
        const card = drawCard(generator);
        state[at] += card;
        state[at + 2] += 1;
        if (card === 1) state[at + 1] = 1;
        const isBust = state[at] > 21;
        rewards[index] = isBust ? -1 : 0;
        terminated[index] = isBust ? 1 : 0;
        return;
      }
      const value = handValue(state[at], state[at + 1] === 1);
      const isNatural = state[at + 2] === 2 && value === 21;
      let sum = state[at + 3] + state[at + 4];
      let hasAce = state[at + 3] === 1 || state[at + 4] === 1;
      const dealerHasNatural = handValue(sum, hasAce) === 21;
      while (handValue(sum, hasAce) < 17) {
        const card = drawCard(generator);
        sum += card;
        hasAce ||= card === 1;
      }
      const dealer = handValue(sum, hasAce);
      const result = dealer > 21 ? 1 : Math.sign(value - dealer);
      const paid = !sab && natural && isNatural && result === 1 ? 1.5 : result;
      rewards[index] = sab && isNatural && !dealerHasNatural ? 1 : paid;
      terminated[index] = 1;
    },

    observe(state, at, observations, offset) {
      const sum = state[at];
      const value = handValue(sum, state[at + 1] === 1);
      observations.fill(0, offset, offset + observationSpace.size);
      observations[offset + value] = 1;
      observations[offset + sums + state[at + 3]] = 1;
      observations[offset + sums + cards + (value > sum ? 1 : 0)] = 1;
    },

    isState: ([sum, ace, count, ...dealt]) =>
      isInteger(sum, 2, 31) &&
      isInteger(ace, 0, 1) &&
      isInteger(count, 2, 22) &&
      dealt.every((card) => isInteger(card, 1, 10)),
  };
}

function isInteger(value: number, least: number, most: number): boolean {
  return Number.isInteger(value) && value >= least && value <= most;
}

/**
 * Blackjack-v1 (Sutton and Barto 2018, example 5.1, as in Gymnasium): take cards that sum to more than the dealer's, but not
 * to more than 21. The deck never ends. An ace counts 11 where that does not bust the hand, and 1 otherwise.
 *
 * - Observation: a tuple of the player's sum (4 to 31), the dealer's card that is seen (1 is an ace), and 1 where the player
 *   has an ace that counts 11.
 * - Actions: 0 sticks, 1 takes a card.
 * - Reward: at the end 1 for a win, −1 for a loss and 0 for a draw; 0 before. A natural, an ace and a ten at once, wins unless
 *   the dealer has one too.
 * - Terminated: when the player busts or sticks. Then the dealer takes cards up to 17.
 * - Start: two cards each.
 *
 * Trajectories equal Gymnasium 1.4's, seed by seed.
 *
 * @throws OptionsError for options that there are not; TypeError unless they are true or false
 */
export function blackjack(
  options: BlackjackOptions = {},
): EnvironmentDefinition<BlackjackObservation, number> {
  const { sab = true, natural = false } = knownOptions("blackjack", options, ["sab", "natural"]);
  requireFlag("blackjack: sab", sab);
  requireFlag("blackjack: natural", natural);
  const dynamics = blackjackDynamics({ sab, natural });
  const definition: EnvironmentDefinition<BlackjackObservation, number> = {
    id: sab ? "Blackjack-v1" : `Blackjack-${natural ? "natural" : "noNatural"}-v1`,
    description: "Take cards that sum to more than the dealer's, but not to more than 21.",
    create: () => environmentFromDynamics(dynamics),
    batch: (count) => batchFromDynamics(dynamics, count),
  };
  return foundById(definition, sab);
}
