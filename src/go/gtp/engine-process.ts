import { printable, quoted } from "../../text/printable.ts";
import { requirePositive } from "../../text/require-number.ts";
import { nodeModule } from "../../workers/index.ts";
import { formatCommand } from "./command.ts";
import { endWithProcess } from "./end-with-process.ts";
import { killGroup } from "./kill-group.ts";
import { millisecondsOf } from "./milliseconds-of.ts";
import { createResponseReader, type GtpResponse } from "./response.ts";

/** How an engine is started. */
export interface EngineOptions {
  /** What it is called in messages. */
  readonly name: string;
  /** The program and its arguments; no shell reads them. */
  readonly command: readonly [program: string, ...args: string[]];
  /** Seconds that a command may take; default 60. */
  readonly timeLimit?: number;
  /** Ends the engine when it is aborted. */
  readonly signal?: AbortSignal;
}

/** A program that speaks the Go Text Protocol, in a process of its own. */
export interface EngineProcess {
  readonly name: string;
  /**
   * Sends a command and waits for the response.
   *
   * @returns the text of the response
   * @throws EngineRefusal if the engine answers that it cannot; EngineFailure if it is dead, does not answer in time or
   *   answers with something else, now and at every command from then on
   */
  send(...words: string[]): Promise<string>;
  /** Asks it to quit, and ends it if it does not within a second. Never fails. */
  close(): Promise<void>;
}

/** An engine answered that it could not carry out a command. It can be sent others. */
export class EngineRefusal extends Error {
  override readonly name = "EngineRefusal";
}

/** An engine is of no use any more: it ended, did not answer in time, or broke the protocol. */
export class EngineFailure extends Error {
  override readonly name = "EngineFailure";
}

/** An engine ended, or did not answer, before it had answered any command: it cannot be started so. */
export class EngineNotStarted extends EngineFailure {}

interface Waiting {
  readonly id: number;
  readonly line: string;
  readonly resolve: (text: string) => void;
  readonly reject: (error: Error) => void;
  readonly timer: ReturnType<typeof setTimeout>;
}

/** What an engine wrote on stderr, as the end of a message: nothing where it wrote nothing. */
export function wordsOnStderr(complaints: string): string {
  const said = complaints.trim();
  return said === "" ? "" : `. On stderr it wrote ${quoted(said.slice(-300), 300)}`;
}

/** Milliseconds that an engine has for quitting, and its last output for arriving. */
const grace = 1000;

/**
 * Starts an engine. Whatever it says is checked. Commands may be sent without waiting for the responses before.
 *
 * @throws Error outside Node. That a program cannot be started is told by the first command
 */
export function startEngine({ name, command, timeLimit = 60, signal }: EngineOptions): EngineProcess {
  requirePositive("startEngine: timeLimit", timeLimit);
  const processes = nodeModule("node:child_process");
  if (processes === undefined) {
    throw new Error("startEngine: an engine is another process, which only Node (20.16 or later) can start");
  }
  const [program, ...args] = command;
  // Apart from this process's group, so that Ctrl-C in a terminal does not end a game as the engine's fault.
  const detached = process.platform !== "win32";
  const child = processes.spawn(program, args, { stdio: "pipe", windowsHide: true, detached });
  const kill = () => {
    const isRunning = child.exitCode === null && child.signalCode === null;
    if (isRunning && child.pid !== undefined) killGroup(child.pid);
  };
  const hasEnded = endWithProcess(kill);
  const read = createResponseReader();
  const waiting: Waiting[] = [];
  let lastId = 0;
  let hasAnswered = false;
  let complaints = "";
  let failure: EngineFailure | undefined;

  const fail = (reason: string, cause?: unknown): void => {
    if (failure !== undefined) return;
    const kind = hasAnswered || signal?.aborted ? EngineFailure : EngineNotStarted;
    failure = new kind(`${name}: ${reason}${wordsOnStderr(complaints)}`, { cause });
    signal?.removeEventListener("abort", onAbort);
    kill();
    for (const { timer, reject } of waiting.splice(0)) {
      clearTimeout(timer);
      reject(failure);
    }
  };
  const onAbort = () => fail("it was stopped");
  const inTurn = () =>
    waiting.length > 0 ? ` while ${quoted(waiting[0].line)} was waiting for an answer` : "";

  const receive = ({ id, success, text }: GtpResponse): void => {
    const sent = waiting[0];
    if (sent === undefined || id !== sent.id) {
      const due =
        sent === undefined
          ? "nothing had been sent"
          : `command ${sent.id}, ${quoted(sent.line)}, was its turn`;
      fail(`it answered ${quoted(text, 40)} to command ${id ?? "without a number"} when ${due}`);
      return;
    }
    waiting.shift();
    hasAnswered = true;
    clearTimeout(sent.timer);
    if (success) sent.resolve(text);
    else sent.reject(new EngineRefusal(`${name}: it answered ${quoted(text)} to ${quoted(sent.line)}`));
  };

  const closed = new Promise<void>((resolve) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      hasEnded();
      const missing = error.code === "ENOENT" ? "there is no such program" : error.message;
      fail(`${printable(program)} cannot be started: ${missing}`, error);
      resolve();
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onEnd = (code: number | null, by: string | null) => {
      clearTimeout(timer);
      hasEnded();
      fail(`it ended ${by === null ? `with exit code ${code}` : `by ${by}`}${inTurn()}`);
      resolve();
    };
    child.on("close", onEnd);
    // Its output stays open while a process that it has started lives on.
    child.on("exit", (code, by) => {
      timer = setTimeout(onEnd, grace, code, by);
    });
  });
  child.stdin.on("error", () => {}); // that it has ended is told by its exit
  child.stdout.on("error", () => {});
  child.stderr.on("error", () => {});
  child.stdout.setEncoding("utf8").on("data", (piece: string) => {
    if (failure !== undefined) return;
    try {
      for (const response of read(piece)) receive(response);
    } catch (error) {
      fail(`it breaks the protocol. ${(error as Error).message}`, error);
    }
  });
  child.stderr.setEncoding("utf8").on("data", (piece: string) => {
    complaints = (complaints + piece).slice(-2000);
  });
  if (signal?.aborted) onAbort();
  else signal?.addEventListener("abort", onAbort);

  const send = (words: readonly string[]): Promise<string> => {
    const id = ++lastId;
    const line = formatCommand(id, words);
    return new Promise((resolve, reject) => {
      if (failure !== undefined) return reject(failure);
      const late = () => fail(`it did not answer ${quoted(words.join(" "))} within ${timeLimit} s`);
      const timer = setTimeout(late, millisecondsOf(timeLimit));
      waiting.push({ id, line: words.join(" "), resolve, reject, timer });
      child.stdin.write(line);
    });
  };
  return {
    name,
    send: (...words) => send(words),
    async close() {
      if (failure === undefined) {
        send(["quit"]).catch(() => {});
        child.stdin.end();
        const timer = setTimeout(kill, grace);
        await closed;
        clearTimeout(timer);
      }
      await closed;
    },
  };
}
