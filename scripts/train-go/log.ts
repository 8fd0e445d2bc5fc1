import { appendFileSync, existsSync } from "node:fs";
import type { Ended } from "./run-step.ts";

/** One command that was run for a step, as the log tells of it. */
export interface Entry extends Ended {
  readonly step: string;
  readonly command: string;
  readonly began: Date;
}

/** A command of a step as it is typed into a shell. */
export function asTyped(command: string): string {
  return command.startsWith("logpi ") ? `npx ${command}` : `npx tsx ${command}`;
}

/** The Markdown of an entry. */
export function entryInText({ step, command, began, code, seconds, last }: Entry): string {
  const date = began.toISOString().slice(0, 19).replace("T", " ");
  const ended = code === 0 ? "" : `, stopped with exit code ${code}`;
  return [
    `## ${step}`,
    `${date} UTC, ${seconds.toLocaleString("en")} seconds${ended}`,
    `\`\`\`sh\n${asTyped(command)}\n\`\`\``,
    ...(last.length === 0 ? [] : [`\`\`\`\n${last.join("\n")}\n\`\`\``]),
  ]
    .map((paragraph) => `${paragraph}\n`)
    .join("\n");
}

/** Adds an entry to the log. @param head what the log begins with */
export function appendEntry(file: string, head: string, entry: Entry): void {
  if (!existsSync(file)) appendFileSync(file, head);
  appendFileSync(file, `\n${entryInText(entry)}`);
}
