import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

beforeAll(() => {
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: root });
}, 60_000);

/** What an editor shows of a name in a program: its comment. */
function shown(program: string, name: string): string {
  const file = `${root}program.ts`;
  const text = (path: string) => (path === file ? program : ts.sys.readFile(path));
  const service = ts.createLanguageService({
    getScriptFileNames: () => [file],
    getScriptVersion: () => "1",
    getScriptSnapshot(path) {
      const content = text(path);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => root,
    getCompilationSettings: () => ({
      ...{ target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.NodeNext, strict: true },
      ...{ moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true },
    }),
    getDefaultLibFileName: ts.getDefaultLibFilePath,
    fileExists: (path) => path === file || ts.sys.fileExists(path),
    readFile: text,
  });
  const info = service.getQuickInfoAtPosition(file, program.indexOf(name) + 1);
  return ts.displayPartsToString(info?.documentation);
}

describe("in an editor", () => {
  it("an option shows what it is for, its values and its default", () => {
    const program = 'import { ppo } from "logpi"; ppo("CartPole-v1", { discount: 0.9, targetKl: 0.01 });';
    expect(shown(program, "discount")).toBe("Discount γ. A number from 0 to 1; default 0.99.");
    expect(shown(program, "targetKl")).toBe(
      'Approximate KL divergence beyond which an update ends early. A number above 0, or "none"; default "none".',
    );
  });

  it("so does an option of the type that is exported", () => {
    const program = 'import type { SacOptions } from "logpi"; const options: SacOptions = { batchSize: 64 };';
    expect(shown(program, "batchSize")).toMatch(/\. A whole number from 1; default 256\.$/);
  });
});
