import { quoted } from "../../../text/printable.ts";
import { requirePositive } from "../../../text/require-number.ts";
import { type AnsweringThread, startAnsweringThread } from "../../../workers/index.ts";
import { formatCommand } from "../command.ts";
import { endWithProcess } from "../end-with-process.ts";
import {
  EngineFailure,
  EngineNotStarted,
  type EngineOptions,
  EngineRefusal,
  wordsOnStderr,
} from "../engine-process.ts";
import { killGroup } from "../kill-group.ts";
import { millisecondsOf } from "../milliseconds-of.ts";
import { createResponseReader, type GtpResponse } from "../response.ts";
import { type EngineAnswer, type EnginesRequest, serveEngines } from "./serve-engines.ts";

/** Commands for one engine of a group. */
export interface GroupAsk {
  /** The place of the engine in the group, from 0. */
  readonly place: number;
  /** Starts an engine there first; one that is there is ended. Otherwise that one is asked. */
  readonly start?: Omit<EngineOptions, "signal">;
  readonly commands: readonly (readonly string[])[];
}

/** The text of each response; or an `EngineRefusal` of the first that was refused, or the `EngineFailure` of the engine. */
export type GroupReply = readonly string[] | Error;

/** Engines that are asked together by a thread that waits for them: all that are asked think at the same time. */
export interface EngineGroup {
  /** Sends the commands, and blocks until each engine has answered, or has failed. What they say is checked. */
  ask(asks: readonly GroupAsk[]): readonly GroupReply[];
  /** Ends the engines of these places. */
  end(places: readonly number[]): void;
}

interface Running {
  readonly name: string;
  readonly number: number;
  readonly limit: number;
  lastId: number;
  hasAnswered: boolean;
  /** Takes back that it is ended with this process; undefined before its process is known. */
  hasEnded: (() => void) | undefined;
}

type EnginesThread = AnsweringThread<EnginesRequest, readonly EngineAnswer[]>;

let thread: EnginesThread | undefined;
let engines = 0;

/** @throws outside Node */
export function createEngineGroup(): EngineGroup {
  const group = new Map<number, Running>();

  const begin = (place: number, { name, timeLimit = 60 }: Omit<EngineOptions, "signal">): Running => {
    requirePositive("createEngineGroup: timeLimit", timeLimit);
    const limit = millisecondsOf(timeLimit);
    const begun = { name, number: ++engines, limit, lastId: 0, hasAnswered: false, hasEnded: undefined };
    group.set(place, begun);
    return begun;
  };
  const forget = (place: number): number[] => {
    const known = group.get(place);
    if (known === undefined) return [];
    group.delete(place);
    known.hasEnded?.();
    return [known.number];
  };
  const end = (places: readonly number[]): void => {
    const ending = places.flatMap(forget);
    if (ending.length > 0) thread?.tell({ ending });
  };

  return {
    ask(asks) {
      const asked = asks.map(({ place, start, commands }) => {
        if (start) end([place]);
        const engine = start ? begin(place, start) : group.get(place);
        if (engine === undefined) throw new RangeError(`createEngineGroup: there is no engine in ${place}`);
        const first = engine.lastId + 1;
        engine.lastId += commands.length;
        const text = commands.map((words, i) => formatCommand(first + i, words)).join("");
        return {
          ...{ engine, first, commands },
          request: {
            ...{ engine: engine.number, text, answers: commands.length, limit: engine.limit },
            ...(start && { start: start.command }),
          },
        };
      });
      const limit = Math.max(0, ...asked.map(({ engine }) => engine.limit));
      const answers = exchange({ requests: asked.map(({ request }) => request) }, limit);
      return asked.map(({ engine, first, commands }, at) => {
        const answer = answers[at];
        const { process } = answer;
        if (process !== undefined) engine.hasEnded ??= endWithProcess(() => killGroup(process));
        const reply = readAnswer(answer, engine, first, commands);
        if (reply instanceof EngineFailure) end([asks[at].place]);
        else engine.hasAnswered = true;
        return reply;
      });
    },
    end,
  };
}

function exchange(request: EnginesRequest, limit: number): readonly EngineAnswer[] {
  if (thread === undefined) {
    thread = startAnsweringThread(serveEngines);
    if (thread === undefined) {
      throw new Error(
        "createEngineGroup: an engine is another process, which only Node (20.16 or later) can start",
      );
    }
  }
  try {
    return thread.ask(request, limit + 10_000);
  } catch (cause) {
    thread = undefined;
    throw new Error(`createEngineGroup: the thread of the engines has ended: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function readAnswer(
  answer: EngineAnswer,
  { name, hasAnswered }: Running,
  first: number,
  commands: readonly (readonly string[])[],
): GroupReply {
  const Failure = hasAnswered ? EngineFailure : EngineNotStarted;
  if ("failure" in answer) {
    const asked = quoted(commands.at(-1)!.join(" "));
    const words = wordsOnStderr(answer.complaints);
    return new Failure(`${name}: ${answer.failure} while ${asked} was waiting for an answer${words}`);
  }
  let responses: readonly GtpResponse[];
  try {
    responses = createResponseReader()(answer.text);
  } catch (cause) {
    return new Failure(`${name}: it breaks the protocol. ${(cause as Error).message}`, { cause });
  }
  for (const [i, { id, text }] of responses.entries()) {
    if (i < commands.length && id === first + i) continue;
    return new Failure(
      `${name}: it answered ${quoted(text, 40)} to command ${id ?? "without a number"}, and was sent ${commands.length} ` +
        `from ${first}`,
    );
  }
  const refused = responses.findIndex(({ success }) => !success);
  if (refused >= 0) {
    const command = quoted(commands[refused].join(" "));
    return new EngineRefusal(`${name}: it answered ${quoted(responses[refused].text)} to ${command}`);
  }
  return responses.map(({ text }) => text);
}
