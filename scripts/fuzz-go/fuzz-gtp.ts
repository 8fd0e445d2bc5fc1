import {
  createGtpEngine,
  createResponseReader,
  formatResponse,
  type GtpEngine,
  type GtpResponse,
  GtpSyntaxError,
  parseCommand,
  randomPlayer,
} from "../../src/go/index.ts";
import type { Generator } from "../../src/random/index.ts";
import { mutate } from "./mutate.ts";

const commands = [
  ...[
    "1 protocol_version",
    "name",
    "version",
    "2147483647 known_command play",
    "list_commands",
    "boardsize 5",
  ],
  ...[
    "boardsize 9",
    "clear_board",
    "komi 6.5",
    "komi -0",
    "play black D4",
    "play w pass",
    "12 play B a1",
    "genmove w",
  ],
  ...[
    "reg_genmove b",
    "undo",
    "showboard",
    "fixed_handicap 4",
    "place_free_handicap 3",
    "set_free_handicap A1 C3",
  ],
  ...[
    "time_settings 300 30 5",
    "time_settings 10 0 0",
    "time_left b 12 0",
    "time_left white 3 2",
    "final_score",
  ],
  ...["final_status_list alive", "loadsgf nowhere.sgf 3", "set_random_seed 7", "quit", "# nothing", "7"],
];

const meaningful = [
  ..."#=?\t \n\r0123456789.-+eE",
  ...[
    "pass",
    "resign",
    "black",
    "W",
    "D4",
    "Z99",
    "T19",
    "I5",
    "\n\n",
    "= ",
    "?1 ",
    "1e999",
    "NaN",
    "__proto__",
    "\u0000",
  ],
];

/** An engine to speak to; new ones keep what went before from mattering too long. */
export const newEngine = (seed: number) => createGtpEngine({ player: randomPlayer(), seed, mayResign: true });

/**
 * Sends a damaged command. What must hold: the engine answers with one response, which has the number of the command; or with
 * nothing where nothing was asked.
 *
 * @returns what came of it
 * @throws Error if something does not hold
 */
export async function fuzzCommand(engine: GtpEngine, random: Generator): Promise<string> {
  const line = mutate(random.choice(commands), meaningful, random, 2).replaceAll("\n", "");
  const answer = await engine.answer(line);
  const command = parseCommand(line);
  if (command === undefined) {
    if (answer !== "") throw new Error(`${JSON.stringify(line)} was answered by ${JSON.stringify(answer)}`);
    return "no command";
  }
  const responses = createResponseReader()(answer);
  if (
    responses.length !== 1 ||
    responses[0].id !== command.id ||
    answer.indexOf("\n\n") !== answer.length - 2
  ) {
    throw new Error(`${JSON.stringify(line)} was answered by ${JSON.stringify(answer)}`);
  }
  if (responses[0].text.startsWith("the engine failed"))
    throw new Error(`${JSON.stringify(line)}: ${answer}`);
  return responses[0].success ? "carried out" : "refused";
}

/**
 * Damages responses and reads them in pieces and at once. What must hold: both give the same responses, each of which is
 * written and read again as the same; or refuse the text by a `GtpSyntaxError`.
 *
 * @returns what came of it
 * @throws Error if something does not hold
 */
export function fuzzResponses(random: Generator): string {
  const texts = ["", "D4", "pass", "A1 B2\nC3", "illegal move", "true", "   ", "X".repeat(50)];
  const count = random.integers(1, 4);
  const written = Array.from({ length: count }, () => {
    const id = random.random() < 0.3 ? undefined : random.integers(0, 1000);
    return formatResponse({ id, success: random.random() < 0.7, text: random.choice(texts) });
  });
  const text = mutate(written.join(""), meaningful, random, 4);
  const whole = readAll([text]);
  const cuts = Array.from({ length: random.integers(0, 6) }, () => random.integers(0, text.length + 1)).sort(
    (a, b) => a - b,
  );
  const pieces = [...cuts, text.length].map((end, i) => text.slice(i === 0 ? 0 : cuts[i - 1], end));
  const inPieces = readAll(pieces);
  if (JSON.stringify(whole) !== JSON.stringify(inPieces)) {
    throw new Error(
      `${JSON.stringify(text)} is ${JSON.stringify(whole)}, in pieces ${JSON.stringify(inPieces)}`,
    );
  }
  if (whole === "refused") return whole;
  const again = readAll([whole.map(formatResponse).join("")]);
  if (JSON.stringify(again) !== JSON.stringify(whole.map(withoutEmptyLines))) {
    throw new Error(`${JSON.stringify(whole)} are read as ${JSON.stringify(again)}`);
  }
  return "read";
}

function readAll(pieces: readonly string[]): GtpResponse[] | "refused" {
  const read = createResponseReader();
  try {
    return pieces.flatMap((piece) => read(piece));
  } catch (error) {
    if (error instanceof GtpSyntaxError && !/\p{Cc}/u.test(error.message)) return "refused";
    throw error;
  }
}

const withoutEmptyLines = ({ text, ...rest }: GtpResponse): GtpResponse => ({
  ...rest,
  text: text
    .split("\n")
    .filter((line) => line.trim() !== "")
    .join("\n"),
});
