import { writeFileSync } from "node:fs";
import { curvesToSvg, curvesToText, readCurves } from "../../runs/index.ts";
import { jsonLine } from "../../text/printable.ts";
import { parseArguments } from "../arguments/parse-arguments.ts";
import { parseCount } from "../arguments/parse-count.ts";
import { type Command, type CommandContext, type Syntax, UsageError } from "../command.ts";

const syntax: Syntax = {
  name: "plot",
  summary: "Draws the curves of runs. Runs that differ in their seeds only are one curve, with a band.",
  positionals: [{ name: "run", description: "the folders of runs", multiple: true }],
  options: {
    out: { value: "FILE.svg", description: "writes a picture; default: draws in the terminal" },
    metric: { value: "NAME", description: 'a number of metrics.jsonl; default "meanReturn"' },
    smooth: {
      value: "STEPS",
      description: "environment steps that values are averaged over; default: a fiftieth of the longest run",
    },
    json: { description: "writes the curves as one JSON object, for programs" },
  },
  examples: [
    "plot runs/CartPole-v1-*",
    "plot runs/CartPole-v1-* --out curves.svg",
    "plot runs/zoo-3 --metric entropy --smooth 0",
  ],
};

/** Of what `curvesToText` draws: lines of a terminal that is narrower are broken. */
const leastColumns = 20;

function run(args: readonly string[], { stdout }: CommandContext): number {
  const parsed = parseArguments(syntax, args);
  const out = parsed.value("out");
  if (out !== undefined && !out.endsWith(".svg")) {
    throw new UsageError(`plot: --out is "${out}"; it must be the name of an SVG file, such as curves.svg.`);
  }
  if (out !== undefined && parsed.flag("json")) {
    throw new UsageError(
      "plot: --out and --json exclude each other: the one draws a picture, the other prints numbers. Leave one of them out.",
    );
  }
  const [metric, smooth] = [parsed.value("metric"), parsed.value("smooth")];
  const curves = readCurves(parsed.positionals, {
    ...(metric !== undefined && { metric }),
    ...(smooth !== undefined && { smooth: parseCount("--smooth", smooth, 0) }),
  });
  if (out !== undefined) {
    writePicture(out, curvesToSvg(curves));
    stdout.write(`Drawn in ${out}.\n`);
  } else if (parsed.flag("json")) {
    stdout.write(jsonLine(curves));
  } else {
    const color = stdout.isTTY === true && !process.env.NO_COLOR;
    stdout.write(`${curvesToText(curves, { columns: Math.max(leastColumns, stdout.columns || 80), color })}`);
  }
  return 0;
}

function writePicture(file: string, svg: string): void {
  try {
    writeFileSync(file, svg);
  } catch (cause) {
    throw new Error(`plot: ${file} cannot be written: ${(cause as Error).message}`, { cause });
  }
}

export const plotCommand: Command = { syntax, run };
