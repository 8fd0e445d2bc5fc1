import { createInterface } from "node:readline";
import { parseArguments } from "../arguments/parse-arguments.ts";
import { type Command, type CommandContext, type Syntax, UsageError } from "../command.ts";
import { backendOption, readEngine } from "./read-engine.ts";

const syntax: Syntax = {
  name: "go play",
  summary: "Plays Go against a person, in the terminal.",
  positionals: [],
  options: {
    player: {
      value: "NAME",
      description:
        "who plays against you, as for `gtp`; default: the networks of this package with 400 simulations",
    },
    color: { value: "C", description: "your color: black, who begins (the default), or white" },
    size: { value: "N", description: "rows and columns of the board; default 9, or those of the policy" },
    komi: { value: "K", description: "points for White; default 7.5" },
    backend: backendOption,
    seed: { value: "S", description: "seed of the player's random numbers; default 0" },
  },
  examples: [
    "go play",
    "go play --color white --size 5 --komi 24.5",
    "go play --player runs/imitation/policy.safetensors:200",
  ],
};

const words = "a point such as D4, pass, undo, resign, or quit";

/** Plays until the game is over, or the person has enough of it. */
async function run(args: readonly string[], context: CommandContext): Promise<number> {
  const { stdout, stdin = process.stdin } = context;
  const parsed = parseArguments(syntax, args);
  const person = readColor(parsed.value("color") ?? "black");
  const computer = person === "black" ? "white" : "black";
  const engine = await readEngine(parsed, context, true);
  /** What the engine answers. @throws Error with what it has to say against the command */
  const ask = async (command: string): Promise<string> => {
    const answer = (await engine.answer(command)).trim();
    if (answer.startsWith("=")) return answer.slice(1).replace(/^ /, "");
    throw new Error(
      answer
        .slice(1)
        .trim()
        .replace(/^syntax error: /, ""),
    );
  };
  const title = (color: string) => (color === "black" ? "Black (X)" : "White (O)");
  /** The moves of both, in the order in which they were played. */
  const moves: string[] = [];
  const isOver = () => moves.length > 1 && moves.slice(-2).every((move) => /^pass$/i.test(move));
  const tell = (text: string) => stdout.write(`${text}\n`);
  const show = async () => tell(await ask("showboard"));
  const resigned = (winner: string) => tell(`${winner === "black" ? "B" : "W"}+Resign`);

  /** Lets the player move. Returns whether the game goes on. */
  const answer = async (): Promise<boolean> => {
    if (isOver()) return false;
    const move = await ask(`genmove ${computer}`);
    tell(`${title(computer)}: ${move}`);
    if (move === "resign") resigned(person);
    else moves.push(move);
    return move !== "resign" && !isOver();
  };
  /** Does what the person has typed. Returns whether it is the player's turn now. @throws Error with why it is not possible */
  const obey = async (word: string): Promise<boolean> => {
    if (/^undo$/i.test(word)) {
      if (moves.length < 2) throw new Error("you have not moved yet");
      for (const _ of moves.splice(-2)) await ask("undo");
      return false;
    }
    if (!/^[a-z\d]+$/i.test(word)) throw new Error(`type ${words}`);
    await ask(`play ${person} ${word}`);
    moves.push(word);
    return true;
  };
  /** Until the game is over, or there are no more lines. */
  const play = async (lines: AsyncIterable<string>): Promise<void> => {
    await show();
    stdout.write("> ");
    for await (const line of lines) {
      const word = line.trim();
      if (/^quit$/i.test(word)) return;
      if (/^resign$/i.test(word)) return void resigned(computer);
      const isAnswered = await obey(word).catch((error: Error) => {
        tell(error.message);
        return false;
      });
      if (isAnswered && !(await answer())) return;
      await show();
      stdout.write("> ");
    }
    stdout.write("\n");
  };

  tell(`You have ${title(person)}. Type ${words}.`);
  if (person === "white" && !(await answer())) return 0;
  const lines = createInterface({ input: stdin, crlfDelay: Number.POSITIVE_INFINITY });
  try {
    await play(lines);
  } finally {
    lines.close();
  }
  if (isOver()) {
    await show();
    tell(`Both have passed: ${await ask("final_score")}, with every stone on the board alive.`);
  }
  return 0;
}

function readColor(text: string): "black" | "white" {
  const color = { b: "black", w: "white" }[text.toLowerCase()] ?? text.toLowerCase();
  if (color === "black" || color === "white") return color;
  throw new UsageError(`--color is "${text}"; it must be black or white.`);
}

export const playCommand: Command = { syntax, run };
