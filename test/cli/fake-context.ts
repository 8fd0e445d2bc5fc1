import type { Interruption } from "../../src/cli/command.ts";
import type { CommandLineContext } from "../../src/cli/command-line.ts";

/** A process that a command may think it runs in. */
export interface FakeProcess {
  readonly context: CommandLineContext;
  /** All that was written so far. */
  stdout(): string;
  stderr(): string;
  /** As Ctrl-C would; does nothing if the command does not listen. */
  interrupt(reason: Interruption): void;
  /** Whether the command listens for interruptions. */
  listening(): boolean;
}

export interface FakeProcessOptions {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  readonly debug?: boolean;
  readonly now?: () => number;
  /** Sees everything that goes to stdout. */
  readonly onWrite?: (text: string, fake: FakeProcess) => void;
}

export function fakeProcess(args: readonly string[], options: FakeProcessOptions = {}): FakeProcess {
  const { isTTY = false, columns = 80, rows = 24, debug = false } = options;
  const { now = () => performance.now(), onWrite } = options;
  let stdout = "";
  let stderr = "";
  let listener: ((reason: Interruption) => void) | undefined;

  const fake: FakeProcess = {
    context: {
      args,
      debug,
      now,
      program: "npx logpi",
      stdout: {
        isTTY,
        columns,
        rows,
        write(text) {
          stdout += text;
          onWrite?.(text, fake);
        },
      },
      stderr: {
        write(text) {
          stderr += text;
        },
      },
      onInterruption(callback) {
        listener = callback;
        return () => {
          listener = undefined;
        };
      },
    },
    stdout: () => stdout,
    stderr: () => stderr,
    interrupt(reason) {
      const callback = listener;
      listener = undefined;
      callback?.(reason);
    },
    listening: () => listener !== undefined,
  };
  return fake;
}
