import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The networks for 9×9 that come with the package, wherever a build has put this code; undefined where it has none. */
export function packagedModel(): string | undefined {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, "package.json"))) {
    if (dirname(folder) === folder) return undefined;
    folder = dirname(folder);
  }
  const file = join(folder, "models", "go-9x9.safetensors");
  return existsSync(file) ? file : undefined;
}
