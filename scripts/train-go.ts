/**
 * AlphaGo's pipeline on 9×9, from games of GNU Go to the matches that show what came of it: every step, in order, that is not
 * done yet. Stopped at any moment, it goes on with the same command.
 *
 *   npm run build && npm run build:native
 *   npx tsx scripts/train-go.ts go-9x9            all of it, in the folder go-9x9
 *   npx tsx scripts/train-go.ts go-9x9 --list     what there is to do, as commands, and what is done
 *   npx tsx scripts/train-go.ts go-9x9 --only "match reinforced-gnugo-10"    one step, before others that it does not need
 *   npx tsx scripts/train-go.ts try --small       everything small, to see that it runs
 *
 * Needs GNU Go 3.8 (`apt-get install gnugo`). `log.md` in the folder tells of every command that ran: when it began, how long it
 * took, and how its output ended. The settings are in scripts/train-go/settings.ts.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { headOfLog } from "./train-go/head-of-log.ts";
import { appendEntry, asTyped } from "./train-go/log.ts";
import { missingFor } from "./train-go/prerequisites.ts";
import { commandFor, isDone, removeBareRun, runCommand } from "./train-go/run-step.ts";
import { full, small } from "./train-go/settings.ts";
import { type Step, stepsOf } from "./train-go/steps.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const commandLine = join(root, "dist/cli.js");

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    small: { type: "boolean", default: false },
    list: { type: "boolean", default: false },
    only: { type: "string" },
  },
});
const [folder = "go-9x9", ...others] = positionals;
if (others.length > 0) throw new Error(`expected one folder, found ${positionals.join(", ")}`);
const size = values.small ? "small" : "full";
const settings = values.small ? small : full;

/** A folder is of one size: what is done in it counts. */
function requireSize(): void {
  const file = join(folder, "campaign.json");
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, `${JSON.stringify({ size })}\n`);
    return;
  }
  const found = (JSON.parse(readFileSync(file, "utf8")) as { readonly size?: unknown }).size;
  if (found !== size)
    throw new Error(`${folder} has a ${found} campaign, and not a ${size} one. Take another folder.`);
}

/** The step of a name, which has all that it reads, or all steps where there is no name. */
function chosen(steps: readonly Step[], name: string | undefined): readonly Step[] {
  if (name === undefined) return steps;
  const step = steps.find((each) => each.name === name);
  if (step === undefined) throw new Error(`there is no step ${JSON.stringify(name)}: --list names all`);
  const missing = step.reads.filter((path) => !existsSync(join(folder, path)));
  if (missing.length > 0) throw new Error(`${name}: ${missing.join(", ")} is not there yet`);
  return [step];
}

/** What runs for a command: scripts run as this one does. */
function programOf(command: string): string[] {
  const [program, ...words] = command.split(" ");
  if (program === "logpi") return [process.execPath, commandLine, ...words];
  return [process.execPath, ...process.execArgv, join(root, program), ...words];
}

async function main(): Promise<number> {
  const steps = chosen(stepsOf(settings), values.only);
  if (values.list) {
    for (const step of steps) {
      console.log(`${isDone(step, folder) ? "done" : "    "}  ${step.name}\n      ${asTyped(step.command)}`);
    }
    return 0;
  }
  const missing = missingFor(settings, commandLine);
  if (missing.length > 0) {
    for (const problem of missing) console.error(problem);
    return 1;
  }
  requireSize();
  for (const step of steps) {
    if (isDone(step, folder)) {
      console.log(`${step.name}: done`);
      continue;
    }
    removeBareRun(step, folder);
    const command = commandFor(step, folder);
    console.log(`${step.name}: ${asTyped(command)}`);
    mkdirSync(dirname(join(folder, step.writes.path)), { recursive: true });
    const began = new Date();
    const ended = await runCommand(programOf(command), folder);
    appendEntry(join(folder, "log.md"), headOfLog(), { ...ended, step: step.name, command, began });
    if (ended.code !== 0) return ended.code;
    if (!isDone(step, folder)) throw new Error(`${step.name}: it ended without ${step.writes.path}`);
  }
  return 0;
}

process.exitCode = await main();
