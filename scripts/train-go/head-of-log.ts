import { cpus } from "node:os";
import { version } from "../../src/version.ts";

/** What the log begins with: by what all of it was made. */
export function headOfLog(): string {
  const processors = cpus();
  return `# AlphaGo's pipeline: the log

Made by \`scripts/train-go.ts\`, with logpi ${version} and Node ${process.versions.node} on ${processors.length} × ${processors[0]?.model ?? "an unknown processor"}.
Each entry is a command, in the folder of the campaign: when it began, how long it took, and how its output ended.
`;
}
