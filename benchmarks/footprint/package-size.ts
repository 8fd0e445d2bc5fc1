import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Bytes: what npm downloads of the package, what that unpacks to, and what its dependencies add. */
export interface PackageSize {
  readonly packed: number;
  readonly unpacked: number;
  readonly dependencies: number;
}

/** Of the package as `npm pack` makes it. dist/ must be built. */
export function measurePackage(): PackageSize {
  const packing = ["pack", "--json", "--dry-run", "--ignore-scripts"];
  const output = execFileSync("npm", packing, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [{ size, unpackedSize }] = JSON.parse(output);
  const dependencies = [...dependenciesOf(root)].map(bytesUnder).reduce((a, b) => a + b, 0);
  return { packed: size, unpacked: unpackedSize, dependencies };
}

/** The folders of what a package depends on, directly or not. */
function dependenciesOf(folder: string, found = new Set<string>()): Set<string> {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) {
    const dependency = join(root, "node_modules", name);
    if (found.has(dependency)) continue;
    found.add(dependency);
    dependenciesOf(dependency, found);
  }
  return found;
}

function bytesUnder(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
}
