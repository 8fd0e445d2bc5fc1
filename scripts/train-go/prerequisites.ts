import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createBackend } from "../../src/backends/index.ts";
import { goRules } from "../../src/games/index.ts";
import { gnuGo } from "../../src/go/index.ts";
import type { CampaignSettings } from "./settings.ts";

/**
 * What is missing to run the campaign, a sentence each, with what to do.
 *
 * @param commandLine the built `logpi`
 */
export function missingFor({ backend }: CampaignSettings, commandLine: string): string[] {
  const problems: string[] = [];
  if (!existsSync(commandLine)) problems.push(`There is no ${commandLine}: npm run build makes it.`);
  const [expert] = gnuGo({ rules: goRules({ size: 9 }), level: 1, seed: 0 }).command;
  if (spawnSync(expert, ["--version"]).status !== 0) {
    problems.push(`GNU Go 3.8 is missing (${expert}): apt-get install gnugo.`);
  }
  try {
    createBackend(backend);
  } catch (error) {
    problems.push((error as Error).message);
  }
  return problems;
}
