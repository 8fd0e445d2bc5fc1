import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { rolldown } from "rolldown";
import { build as buildPage } from "vite";
import { beforeAll, describe, expect, it } from "vitest";
import * as source from "../../src/index.ts";
import { newFolder, removeFolder } from "../workers/build-scenarios.ts";
import { program, programSteps } from "../workers/docs-program.ts";
import { chromiumPath, openIsolatedPages, printedDuring } from "../workers/isolated-pages.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { exports, files, version } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
const entries = Object.keys(exports).filter((entry) => entry !== "./package.json");

beforeAll(() => {
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: root });
}, 60_000);

/** What a program prints that finds the built package by its name, as JSON. */
function run(program: string) {
  const printed = execFileSync(process.execPath, ["--input-type=module"], { cwd: root, input: program });
  return JSON.parse(printed.toString());
}

/** The modules that Node loads for an entry, the package's own first. */
async function modulesOf(entry: string) {
  const { metafile } = await build({
    stdin: { contents: `import * as all from ${JSON.stringify(entry)}; console.log(all);`, resolveDir: root },
    tsconfigRaw: "{}", // whose paths lead to the source
    ...{ bundle: true, format: "esm", platform: "node", metafile: true, write: false },
  });
  const files = Object.keys(metafile.inputs).filter((file) => file !== "<stdin>");
  return files.sort((a, b) => Number(a.includes("node_modules")) - Number(b.includes("node_modules")));
}

describe("the built package", () => {
  it("exports from its main entry what the source does", () => {
    const names = run('import * as all from "logpi"; console.log(JSON.stringify(Object.keys(all)))');
    expect(names.sort()).toEqual(Object.keys(source).sort());
  });

  it("has an entry for each folder that is public, and they share what they have in common", () => {
    const same = run(`
      import { loadPolicy, ppo } from "logpi";
      const modules = await Promise.all(${JSON.stringify(entries)}.map((entry) => import("logpi" + entry.slice(1))));
      const those = (name, value) => modules.filter((module) => name in module && module[name] === value).length;
      const empty = modules.filter((module) => Object.keys(module).length === 0).length;
      console.log(JSON.stringify({ ppo: those("ppo", ppo), loadPolicy: those("loadPolicy", loadPolicy), empty }));`);
    expect(same).toEqual({ ppo: 2, loadPolicy: 2, empty: 0 });
  });

  it("trains on workers, to the same weights as without", () => {
    const [one, two] = [1, 2].map((workers) =>
      run(`
        import { ppo } from "logpi";
        let report;
        for (report of ppo("CartPole-v1", { steps: 512, seed: 1, workers: ${workers} }));
        const weights = Buffer.from(report.policy.save()).toString("base64");
        console.log(JSON.stringify({ workers: report.workers, weights }));`),
    );
    expect([one.workers, two.workers]).toEqual([1, 2]);
    expect(two.weights).toBe(one.weights);
  });

  it("trains in an environment in TypeScript, on workers too", () => {
    // Below the package, whose name Node finds from there.
    const folder = mkdtempSync(join(root, "dist/environments-"));
    writeFileSync(join(folder, "goal.ts"), "export const goal: number = 3;");
    writeFileSync(
      join(folder, "corridor.ts"),
      `import { box, defineEnvironment, discrete } from "logpi";
      import { goal } from "./goal.ts";
      export default () => {
        let place: number = 0;
        return defineEnvironment({
          observationSpace: box({ low: 0, high: goal, shape: [1] }),
          actionSpace: discrete(2),
          reset: () => ({ observation: [(place = 0)] }),
          step: (action: number) => ({
            observation: [(place = Math.max(0, place + 2 * action - 1))],
            ...{ reward: -1, terminated: place === goal, truncated: false },
          }),
        });
      };`,
    );
    const run = [
      "train",
      "./corridor.ts",
      "--steps",
      "256",
      "--workers",
      "2",
      "--set",
      "rolloutSteps=32",
      "--json",
    ];
    const printed = execFileSync(process.execPath, [join(root, "dist/cli.js"), ...run], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(JSON.parse(printed.trim().split("\n").at(-1)!)).toMatchObject({
      event: "done",
      evaluation: { mean: -3 },
    });
    const wrong = {
      "wrong.ts": ["const place: = 1;", /wrong\.ts:.*Unexpected token/],
      "compiled.ts": [
        'import { goal } from "./goal.js"; export default goal;',
        /goal\.js.*There is goal\.ts in that folder; an import gives the name that the file has, with its extension/,
      ],
    } as const;
    for (const [name, [text, message]] of Object.entries(wrong)) {
      writeFileSync(join(folder, name), text);
      expect(() =>
        execFileSync(process.execPath, [join(root, "dist/cli.js"), "train", `./${name}`], {
          cwd: folder,
          stdio: "pipe",
        }),
      ).toThrow(message);
    }
    removeFolder(folder);
  });

  it("trains on workers with flags of V8", () => {
    const program = `import("logpi").then(({ ppo }) => {
      for (const { workers } of ppo("CartPole-v1", { steps: 1, workers: 2 })) console.log(workers);
    });`;
    const flags = ["--expose-gc", "--max-old-space-size=512", "--eval", program];
    expect(execFileSync(process.execPath, flags, { cwd: root, encoding: "utf8" })).toBe("2\n");
  });

  it("has a command line that knows its version", () => {
    const printed = execFileSync(process.execPath, ["dist/cli.js", "--version"], {
      cwd: root,
      encoding: "utf8",
    });
    expect(printed).toBe(`${version}\n`);
  });

  it("has the documents that its messages name", () => {
    expect(files).toContain("docs/**/*.md");
    const code = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts"))
      .map((file) => readFileSync(`${root}src/${file}`, "utf8"));
    const named = new Set(code.flatMap((text) => text.match(/\bdocs\/[\w/-]+\.md\b/g) ?? []));
    expect(named.size).toBeGreaterThan(0);
    expect([...named].filter((file) => !existsSync(root + file))).toEqual([]);
  });

  it("plays Go by the networks that lie in it, wherever it is installed", () => {
    expect(files).toContain("models");
    // Below the package, whose dependencies Node finds from there.
    const folder = mkdtempSync(join(root, "node_modules/.installed-"));
    for (const name of ["package.json", "dist"])
      cpSync(join(root, name), join(folder, name), { recursive: true });
    const gtp = () => {
      const options = { cwd: tmpdir(), input: "boardsize 2\ngenmove b\n", encoding: "utf8" } as const;
      return spawnSync(process.execPath, [join(folder, "dist/cli.js"), "gtp"], options);
    };
    expect(gtp().stdout).toMatch(/^=\n\n= [AB][12]\n\n$/);
    const model = join(folder, "models/go-9x9.safetensors");
    mkdirSync(join(folder, "models"));
    writeFileSync(model, "no networks");
    expect(gtp().stderr).toContain(`${model} cannot be read as a policy`);
    removeFolder(folder);
  });

  /** Finding and loading a module takes Node most of a millisecond: what there are of them decides the start-up. */
  it.each([
    ["logpi", ["dist/index.js", "dist/shared/acting.js", "dist/shared/core.js"], []],
    ["logpi/inference", ["dist/inference.js", "dist/shared/acting.js"], []],
  ])("loads few modules for %s", async (entry, own, packages) => {
    const modules = await modulesOf(entry);
    expect(modules.slice(0, own.length).sort()).toEqual(own);
    expect(
      modules
        .slice(own.length)
        .map((file) => file.split("/")[1])
        .sort(),
    ).toEqual(packages);
  });
});

/** A bundler, told of the modules that a page needs: they then lie in the folder that it is given. */
type Bundle = (modules: Record<string, string>, folder: string) => Promise<unknown>;

const alias = { logpi: join(root, "dist/index.js") };
const bundlers: Record<string, Bundle> = {
  esbuild: (entryPoints, outdir) =>
    build({ entryPoints, outdir, alias, bundle: true, splitting: true, format: "esm", minify: true }),
  rolldown: async (input, dir) =>
    (await rolldown({ input, resolve: { alias }, platform: "browser" })).write({ dir, minify: true }),
  // It finds the workers' module by itself.
  Vite: ({ program }, outDir) =>
    buildPage({
      ...{ configFile: false, logLevel: "silent", root: outDir, resolve: { alias } },
      build: {
        ...{ outDir, emptyOutDir: false, target: "es2022" },
        rolldownOptions: { input: { program }, output: { entryFileNames: "[name].js" } },
      },
    }),
};

/** The one module that a bundler makes of a program, minified. */
const minifiers: Record<string, (code: string) => Promise<{ readonly length: number }>> = {
  esbuild: async (contents) => {
    const stdin = { contents, resolveDir: root };
    const { outputFiles } = await build({
      ...{ stdin, tsconfigRaw: "{}", bundle: true, format: "esm", minify: true, write: false },
    });
    return outputFiles[0]!.contents;
  },
  rolldown: async (code) => {
    const plugin = { name: "program", load: (id: string) => (id.endsWith("program.js") ? code : undefined) };
    const bundle = await rolldown({
      ...{ input: "program.js", platform: "browser", tsconfig: false, cwd: root },
      plugins: [{ ...plugin, resolveId: (id: string) => (id === "program.js" ? join(root, id) : undefined) }],
    });
    const { output } = await bundle.generate({ minify: true });
    return output[0].code;
  },
};

describe.each(Object.entries(minifiers))("a program that %s makes of the built package", (_, minified) => {
  /** Minified bytes of what each import needs, with a tenth to spare. */
  it.each([
    ["math", "exp", 1_150],
    ["math", "logGamma", 5_400],
    ["random", "createGenerator", 23_900],
    ["graph", "exp", 2_100],
    ["compiler", "compile", 9_950],
    ["environments", "box", 5_700],
    ["distributions", "normal", 6_500],
    ["optimizers", "adam", 10_950],
    ["experience", "generalizedAdvantage", 3_600],
    ["state", "stateOf", 2_000],
  ])("imports from logpi/%s no more than %s uses", async (entry, name, most) => {
    const { length } = await minified(`export { ${name} } from "logpi/${entry}";`);
    expect(length).toBeLessThanOrEqual(most);
  });
});

describe.skipIf(!existsSync(chromiumPath))("the built package in Chromium (apt-get install chromium)", () => {
  it.each(Object.entries(bundlers))("trains on workers in a page that is built by %s", async (_, bundle) => {
    const folder = newFolder();
    const source = join(folder, "docs-program.ts");
    writeFileSync(source, program);
    await bundle({ program: source, worker: join(root, "dist/shared/worker.js") }, folder);
    const pages = await openIsolatedPages(folder);
    try {
      const page = await pages.open();
      const lines = await printedDuring(page, () => page.evaluate('import("/program.js")'));
      expect(lines.map((line) => line.split(" ")[0])).toEqual(programSteps);
    } finally {
      await pages.close();
      removeFolder(folder);
    }
  });
});
