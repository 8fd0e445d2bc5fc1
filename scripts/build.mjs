/** Compiles src/ to dist/, unless dist/ is newer than everything that it is made from. */
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, "dist", ".built");

function newestUnder(folder) {
  let newest = 0;
  for (const entry of readdirSync(folder, { recursive: true })) {
    newest = Math.max(newest, statSync(join(folder, entry)).mtimeMs);
  }
  return newest;
}

function isFresh() {
  const sources = ["package.json", "tsconfig.json", "tsconfig.build.json"].map(
    (file) => statSync(join(root, file)).mtimeMs,
  );
  try {
    return statSync(stamp).mtimeMs >= Math.max(newestUnder(join(root, "src")), ...sources);
  } catch {
    return false;
  }
}

if (!isFresh()) {
  rmSync(join(root, "dist"), { recursive: true, force: true });
  const manifest = createRequire(import.meta.url).resolve("typescript-native/package.json");
  const compiler = join(dirname(manifest), "bin", "tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-p", join(root, "tsconfig.build.json")], {
    stdio: "inherit",
  });
  if (status !== 0) process.exit(status ?? 1);
  writeFileSync(stamp, "");
}
