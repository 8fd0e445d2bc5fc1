import { describeValue } from "../../text/describe-value.ts";
import type { BatchEnvironment } from "../batch-environment.ts";
import { flattenObservation } from "../spaces/flatten-observation.ts";
import { choicesOf, explainMaskedSpace, writeLegalActions } from "../spaces/legal-actions.ts";
import { thrownMessage } from "../thrown-message.ts";
import { actionReader } from "../vectorize/batch-from-environments.ts";
import { environmentSeed } from "../vectorize/environment-seed.ts";
import type { Warn } from "../vectorize/watch-bounds.ts";
import { type ConnectionAsk, type ConnectionLimits, openConnections } from "./connections.ts";
import type { Fields } from "./message.ts";
import type { Protocol, Receiver } from "./protocol.ts";

/**
 * Copies of an environment that a server has, behind the same interface as any others: every step waits for the answers.
 *
 * A connection that is lost is opened again. The episodes that were running in it are lost: they end as truncated, at their
 * last observation, and the action under way counts as one without effect and reward. The copies then begin anew, from
 * seeds that follow from theirs. Each loss is told to `warn`.
 *
 * @throws if a connection cannot be opened, or the server does not serve what it should
 */
export function remoteBatch(
  url: string,
  protocol: Protocol,
  count: number,
  limits: Required<ConnectionLimits>,
): BatchEnvironment {
  const held = protocol.sharesConnections ? [count] : new Array<number>(count).fill(1);
  const connections = openConnections(url, protocol, held, limits);
  const { observationSpace, actionSpace, masked } = connections.served;
  const unmaskable = masked ? explainMaskedSpace(actionSpace) : undefined;
  if (unmaskable !== undefined) {
    connections.close();
    throw new TypeError(`${url}: masks: ${unmaskable}.`);
  }
  const { size } = observationSpace;
  const choices = choicesOf(actionSpace);
  const toAction = actionReader(actionSpace);
  const copiesOf = (connection: number): number[] =>
    protocol.sharesConnections ? Array.from({ length: count }, (_, copy) => copy) : [connection];
  const connectionOf = (copy: number): number => (protocol.sharesConnections ? 0 : copy);

  /** `[count, size]`: the last observations, and those with which the next episodes of copies begin that have begun. */
  const latest = new Float32Array(count * size);
  const beginnings = new Float32Array(count * size);
  const [masks, beginningMasks] = [0, 1].map(() => new Uint8Array(masked ? count * actionSpace.size : 0));
  const hasBegun = new Uint8Array(count);
  const rewardOf = new Float64Array(count);
  const hasTerminated = new Uint8Array(count);
  const isTruncated = new Uint8Array(count);
  const infos: (Fields | undefined)[] = new Array(count).fill(undefined);
  /** Steps of the running episodes; −1 where none is running. */
  const steps = new Int32Array(count).fill(-1);
  const isLost = new Uint8Array(count);
  const seeds: (number | undefined)[] = new Array(count).fill(undefined);
  /** Seeds from which copies begin anew after a loss. */
  const nextSeeds: (number | undefined)[] = new Array(count).fill(undefined);
  const losses = new Int32Array(count);
  let warn: Warn | undefined;
  let told = 0;

  const place = (
    copy: number,
    observation: unknown,
    mask: unknown,
    into: Float32Array,
    masksInto: Uint8Array,
  ) => {
    const row = into.subarray(copy * size, (copy + 1) * size);
    const problem =
      flattenObservation(observationSpace, observation as never, row) ??
      (masked && mask !== ended
        ? prefixed("mask", writeLegalActions(mask, choices, masksInto, copy * actionSpace.size))
        : undefined);
    if (problem !== undefined) throw new TypeError(`copy ${copy}: ${problem}`);
  };
  const receiver: Receiver = {
    begun(copy, observation, mask) {
      place(copy, observation, mask, beginnings, beginningMasks);
      hasBegun[copy] = 1;
    },
    stepped(copy, { observation, reward, terminated, truncated, mask, info }) {
      place(copy, observation, terminated || truncated ? ended : mask, latest, masks);
      if (!Number.isFinite(reward)) {
        throw new TypeError(`copy ${copy}: reward: expected a finite number, found ${describeValue(reward)}`);
      }
      rewardOf[copy] = reward as number;
      hasTerminated[copy] = terminated ? 1 : 0;
      isTruncated[copy] = truncated ? 1 : 0;
      infos[copy] = info;
      steps[copy] = terminated || truncated ? -1 : steps[copy] + 1;
    },
  };

  /** Marks the running episodes of a connection as lost. @returns what is lost, in words */
  const lose = (connection: number): string => {
    const lost: string[] = [];
    let stepsLost = 0;
    for (const copy of copiesOf(connection)) {
      hasBegun[copy] = 0;
      losses[copy] += 1;
      const seed = seeds[copy];
      if (seed !== undefined) nextSeeds[copy] = environmentSeed(seed, losses[copy]);
      if (steps[copy] < 0) continue;
      isLost[copy] = 1;
      stepsLost += steps[copy];
      lost.push(`copy ${copy} after ${steps[copy]} ${steps[copy] === 1 ? "step" : "steps"}`);
      steps[copy] = -1;
    }
    if (lost.length === 0) return "Nothing was lost: no episode was running";
    const listed = lost.slice(0, 8).join(", ") + (lost.length > 8 ? `, and ${lost.length - 8} more` : "");
    const which = lost.length === 1 ? "the running episode" : `the running episodes of ${lost.length} copies`;
    return `Lost: ${which}, ${stepsLost} ${stepsLost === 1 ? "step" : "steps"} in all (${listed})`;
  };

  const recover = (connection: number, failure: string): void => {
    const loss = lose(connection);
    const which = held.length > 1 ? `connection ${connection} of ${held.length}` : "the connection";
    let tries: number;
    try {
      tries = connections.reopen(connection, failure);
    } catch (cause) {
      throw new Error(
        `${which} to ${url} was lost: ${failure}. It could not be opened again: ${thrownMessage(cause)}. ${loss}. Start ` +
          "the server again; a run goes on from its last checkpoint with new episodes",
        { cause },
      );
    }
    told += 1;
    warn?.(
      `connection lost, ${told}`,
      `${url}: ${which} was lost (${failure}) and opened again at try ${tries}. ${loss}. Lost episodes count as ` +
        "truncated at their last observation.",
    );
  };

  /** Sends the messages, and opens connections again that are lost. @returns whether all were answered */
  const ask = (asks: readonly ConnectionAsk[], read: (text: string, connection: number) => void): boolean => {
    let all = true;
    connections.ask(asks).forEach((answer, at) => {
      const { connection } = asks[at];
      if ("text" in answer) return read(answer.text, connection);
      all = false;
      recover(connection, answer.failure);
    });
    return all;
  };

  const begin = (copy: number): void => {
    const seed = nextSeeds[copy];
    nextSeeds[copy] = undefined;
    const connection = connectionOf(copy);
    const text = protocol.reset([copy], [seed]);
    const answered = ask([{ connection, text }], (answer) => protocol.readReset(answer, [copy], receiver));
    if (answered) return;
    // Nothing was drawn from this seed yet.
    if (seed !== undefined) nextSeeds[copy] = seed;
    begin(copy);
  };

  return {
    count,
    observationSpace,
    actionSpace,
    reset(copy, observations, seed) {
      steps[copy] = -1;
      isLost[copy] = 0;
      if (seed !== undefined) {
        seeds[copy] = seed;
        losses[copy] = 0;
        nextSeeds[copy] = seed;
        hasBegun[copy] = 0;
      }
      if (hasBegun[copy] === 0) begin(copy);
      hasBegun[copy] = 0;
      const row = beginnings.subarray(copy * size, (copy + 1) * size);
      latest.set(row, copy * size);
      observations.set(row, copy * size);
      const maskSize = masked ? actionSpace.size : 0;
      masks.set(beginningMasks.subarray(copy * maskSize, (copy + 1) * maskSize), copy * maskSize);
      steps[copy] = 0;
    },
    step(actions, observations, rewards, terminated, truncated) {
      const stepping = held.map((_, connection) => copiesOf(connection).filter((copy) => isLost[copy] === 0));
      const asks = stepping.flatMap((copies, connection) => {
        if (copies.length === 0) return [];
        return [{ connection, text: protocol.step(copies, (copy) => toAction(actions, copy)) }];
      });
      ask(asks, (text, connection) => {
        protocol.readStep(text, stepping[connection], receiver);
        connections.works(connection);
      });
      for (let copy = 0; copy < count; copy += 1) {
        if (isLost[copy] === 0) continue;
        isLost[copy] = 0;
        rewardOf[copy] = 0;
        hasTerminated[copy] = 0;
        isTruncated[copy] = 1;
        infos[copy] = undefined;
      }
      observations.set(latest);
      rewards.set(rewardOf);
      terminated.set(hasTerminated);
      truncated.set(isTruncated);
    },
    info: (copy) => infos[copy],
    ...(masked && { legalActions: (mask: Uint8Array) => mask.set(masks) }),
    warnBy(tell: Warn) {
      warn = tell;
    },
    close: () => connections.close(),
  };
}

/** In the place of the mask of an episode that has ended, which has none. */
const ended = Symbol("ended");

function prefixed(name: string, problem: string | undefined): string | undefined {
  return problem === undefined ? undefined : `${name}: ${problem}`;
}
