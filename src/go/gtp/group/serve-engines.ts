import type { Require } from "../../../workers/index.ts";

/** Commands for one engine, which are sent at once. */
export interface EngineRequest {
  /** The number of the engine. */
  readonly engine: number;
  /** The program and its arguments, of an engine that is started first, whose number is new. */
  readonly start?: readonly [program: string, ...args: string[]];
  /** The commands, a line each. */
  readonly text: string;
  /** How many answers they have. */
  readonly answers: number;
  /** Milliseconds within which all of them must come. */
  readonly limit: number;
}

/** The answers as they were written, or why they have not come: the engine is ended then. */
export type EngineAnswer = { readonly process: number | undefined } & (
  | { readonly text: string }
  | { readonly failure: string; readonly complaints: string }
);

/** What the thread of the engines is told: requests, or the numbers of engines that are ended, which has no answer. */
export type EnginesRequest =
  | { readonly requests: readonly EngineRequest[] }
  | { readonly ending: readonly number[] };

/**
 * What the thread of the engines runs, see `startAnsweringThread`: it starts them, passes commands and answers on, and keeps the
 * limits of time. What the answers say is checked by who asks.
 */
export function serveEngines(
  load: Require,
): (told: EnginesRequest) => Promise<readonly EngineAnswer[]> | undefined {
  const { spawn } = load("node:child_process");
  /** Characters after which answers are taken for endless. */
  const most = 1_000_000;
  /** Milliseconds that the last output of an engine that has ended may take to arrive. */
  const grace = 1000;

  interface Engine {
    readonly child: ReturnType<typeof spawn>;
    /** What it wrote since its last answers. */
    written: string;
    complaints: string;
    /** Looks whether the answers are complete; null while none are waited for. */
    look: (() => void) | null;
    failure: string | null;
  }
  const engines = new Map<number, Engine>();

  const end = (engine: Engine | undefined, failure: string): void => {
    if (!engine || engine.failure !== null) return;
    engine.failure = failure;
    kill(engine.child);
    engine.look?.();
  };

  /** As `killGroup` does, which cannot be used here: this function is all that the thread has. */
  const kill = ({ pid, exitCode, signalCode }: Engine["child"]): void => {
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    try {
      process.kill(process.platform === "win32" ? pid : -pid, "SIGKILL");
    } catch {
      // there is none any more
    }
  };

  const start = (number: number, [program, ...args]: readonly [string, ...string[]]): Engine => {
    // Apart from this process's group, so that Ctrl-C in a terminal does not end it in the middle of a game.
    const detached = process.platform !== "win32";
    const child = spawn(program, args, { stdio: "pipe", windowsHide: true, detached });
    const engine: Engine = { child, written: "", complaints: "", look: null, failure: null };
    engines.set(number, engine);
    child.on("error", (error: NodeJS.ErrnoException) => {
      const missing = error.code === "ENOENT" ? "there is no such program" : error.message;
      end(engine, `${program} cannot be started: ${missing}`);
    });
    const ended = (code: number | null, by: string | null): void =>
      end(engine, `it ended ${by === null ? `with exit code ${code}` : `by ${by}`}`);
    child.on("close", ended);
    // Its output stays open while a process that it has started lives on.
    child.on("exit", (code, by) => setTimeout(ended, grace, code, by).unref());
    child.stdin?.on("error", () => {}); // that it has ended is told by its exit
    child.stdout?.on("error", () => {});
    child.stdout?.setEncoding("utf8").on("data", (piece: string) => {
      engine.written += piece;
      if (engine.written.length > most) end(engine, `it wrote more than ${most} characters`);
      engine.look?.();
    });
    child.stderr?.setEncoding("utf8").on("data", (piece: string) => {
      engine.complaints = (engine.complaints + piece).slice(-2000);
    });
    return engine;
  };

  /** Whether answers are complete, each ended by an empty line, or what was written is no answer. */
  const isComplete = (written: string, answers: number): boolean => {
    const responses = written.replace(/\r/g, "").replace(/^\n+/, "").split(/\n\n+/);
    return (
      responses.length > answers || responses.some((response) => response !== "" && !/^[=?]/.test(response))
    );
  };

  const ask = (request: EngineRequest): Promise<EngineAnswer> =>
    new Promise((resolve) => {
      const known = request.start ? start(request.engine, request.start) : engines.get(request.engine);
      if (!known) return resolve({ process: undefined, failure: "it is not running", complaints: "" });
      const seconds = request.limit / 1000;
      const timer = setTimeout(() => end(known, `it did not answer within ${seconds} s`), request.limit);
      known.look = () => {
        const { failure, written, complaints, child } = known;
        const process = child.pid;
        if (isComplete(written, request.answers)) resolve({ process, text: written });
        else if (failure !== null) resolve({ process, failure, complaints });
        else return;
        clearTimeout(timer);
        known.look = null;
        known.written = "";
      };
      if (known.failure === null) known.child.stdin?.write(request.text);
      known.look();
    });

  return (told) => {
    if ("requests" in told) return Promise.all(told.requests.map(ask));
    for (const number of told.ending) {
      end(engines.get(number), "it was ended");
      engines.delete(number);
    }
    return undefined;
  };
}
