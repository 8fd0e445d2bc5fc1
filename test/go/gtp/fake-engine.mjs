/**
 * An engine that plays the points of its board in their order and passes at the end, and misbehaves as it is told:
 *
 *   node fake-engine.mjs BEHAVIOR COMMAND TIMES
 *
 * It does so at the command of that name for the TIMESth time.
 */
import { createInterface } from "node:readline";

const [behavior, at, times = "1"] = process.argv.slice(2);
let [size, left] = [9, Number(times)];
const taken = new Set();

const misbehave = {
  dies: () => process.exit(3),
  "is-killed": () => process.kill(process.pid, "SIGSEGV"),
  hangs: () => setInterval(() => {}, 1000),
  "writes-nonsense": () => process.stdout.write("Segmentation fault\n"),
  "answers-another": () => process.stdout.write("=77 D4\n\n"),
  "answers-twice": (id) => process.stdout.write(`=${id} D4\n\n=${id} D4\n\n`),
  refuses: (id) => process.stdout.write(`?${id} no\n\n`),
  resigns: (id) => process.stdout.write(`=${id} resign\n\n`),
  "plays-nowhere": (id) => process.stdout.write(`=${id} Z99\n\n`),
  "writes-without-end": () => setInterval(() => process.stdout.write(`= ${"x".repeat(100_000)}\n`), 1),
  "complains-and-dies": () => process.stderr.write("no more memory\n", () => process.exit(1)),
};

const answers = {
  boardsize: ([text]) => {
    size = Number(text);
  },
  clear_board: () => {
    taken.clear();
  },
  genmove: () => {
    const free = vertices().find((vertex) => !taken.has(vertex)) ?? "pass";
    taken.add(free);
    return free;
  },
  play: ([, vertex]) => {
    taken.add(vertex);
  },
};

/** Every second point of every second row, so that two of these engines capture nothing. */
function vertices() {
  const half = Array.from({ length: Math.floor(size / 2) }, (_, i) => 2 * i);
  return half.flatMap((row) => half.map((column) => `${"ABCDEFGHJKLMNOPQRST"[column]}${size - row}`));
}

createInterface({ input: process.stdin }).on("line", (line) => {
  const [id, name, ...rest] = line.split(" ");
  if (name === at && --left === 0) return misbehave[behavior](id);
  process.stdout.write(`=${id} ${answers[name]?.(rest) ?? ""}\n\n`, () => name === "quit" && process.exit(0));
});
