import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** The command line and what programs import, as modules that Node runs without a loader. */
export interface Built {
  /** Their folder, with `cli.js`, `runs.js`, `algorithms.js` and the environments of the tests. */
  readonly folder: string;
  remove(): void;
}

export async function buildCommandLine(): Promise<Built> {
  const folder = mkdtempSync(join(root, "node_modules/.cli-"));
  await build({
    entryPoints: {
      cli: join(root, "src/cli/main.ts"),
      runs: join(root, "src/runs/index.ts"),
      algorithms: join(root, "src/algorithms/index.ts"),
      worker: join(root, "src/algorithms/worker.ts"),
      "policy-games-thread": join(root, "src/go/games/policy-games-thread.ts"),
      "search-games-thread": join(root, "src/go/games/search-games-thread.ts"),
      "trial-process": join(root, "src/runs/tuning/trial-process.ts"),
      misbehaving: join(root, "test/cli/environments/misbehaving.ts"),
    },
    outdir: folder,
    ...{ bundle: true, format: "esm", splitting: true, platform: "node", target: "es2022" },
  });
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
