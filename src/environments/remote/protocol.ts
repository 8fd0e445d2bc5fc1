import type { Space } from "../spaces/space.ts";
import type { Fields } from "./message.ts";

/** What a server says of its environment when a connection is opened. */
export interface Served {
  readonly observationSpace: Space;
  readonly actionSpace: Space;
  /** Whether it says which actions are legal. */
  readonly masked: boolean;
}

/** What a copy answers to an action, as it came: nothing of it is checked yet but the two flags. */
export interface ReceivedStep {
  readonly observation: unknown;
  readonly reward: unknown;
  readonly terminated: boolean;
  readonly truncated: boolean;
  /** Of the actions that are legal next; anything where the episode has ended. */
  readonly mask: unknown;
  readonly info?: Fields;
}

/** Takes what came, copy by copy. */
export interface Receiver {
  /** A copy began an episode: after a step that ended one, the next. */
  begun(copy: number, observation: unknown, mask: unknown): void;
  stepped(copy: number, result: ReceivedStep): void;
}

/** How copies are spoken of in messages. What reads an answer throws if it is not what was asked for. */
export interface Protocol {
  readonly sharesConnections: boolean;
  /** The first message of a connection that holds so many copies. */
  greet(count: number): string;
  readGreeting(text: string, count: number): Served;
  /** @param seeds one for each of the copies, undefined where its generator goes on */
  reset(copies: readonly number[], seeds: readonly (number | undefined)[]): string;
  readReset(text: string, copies: readonly number[], receiver: Receiver): void;
  step(copies: readonly number[], actionOf: (copy: number) => unknown): string;
  readStep(text: string, copies: readonly number[], receiver: Receiver): void;
}
