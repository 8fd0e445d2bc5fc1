/**
 * Runs the programs in a Markdown page: its ```ts blocks, in order, are one program, and what each of them prints
 * stands in a ```text block right behind it. `node scripts/run-snippets.mjs docs/notes.md` writes these blocks anew;
 * the tests compare.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const snippet = /```ts\n(.*?)```\n(?:\n```text\n.*?```\n)?/gs;
const separator = "\u0000";

/**
 * Builds the programs of Markdown pages, together, since most of each is the package.
 *
 * @param pages their texts by their names
 * @returns `withOutputs(name)`, which runs the program of a page and gives its text with what is printed now, and
 *   `remove()`, after which no more can be run
 */
export async function buildPrograms(pages) {
  const outdir = mkdtempSync(join(root, "node_modules/.snippets-"));
  const remove = () => rmSync(outdir, { recursive: true });
  const names = Object.keys(pages);
  const built = build({
    entryPoints: names.map((name, i) => ({ in: `page:${name}`, out: `page-${i}` })),
    ...{ outdir, bundle: true, format: "esm", platform: "node", splitting: true },
    outExtension: { ".js": ".mjs" },
    plugins: [
      { name: "pages", setup: (build) => resolvePages(build, pages) },
      { name: "logpi", setup: resolvePackage },
    ],
  });
  await built.catch((error) => {
    remove();
    throw error;
  });
  return {
    async withOutputs(name) {
      const file = join(outdir, `page-${names.indexOf(name)}.mjs`);
      const { stdout } = await promisify(execFile)(process.execPath, [file], { maxBuffer: 1e8 });
      const outputs = stdout.split(`${separator}\n`).slice(0, -1);
      return pages[name].replace(snippet, (_, code) => {
        const output = outputs.shift();
        return `\`\`\`ts\n${code}\`\`\`\n${output === "" ? "" : `\n\`\`\`text\n${output}\`\`\`\n`}`;
      });
    },
    remove,
  };
}

/** A page is the program of its blocks. */
function resolvePages({ onResolve, onLoad }, pages) {
  onResolve({ filter: /^page:/ }, ({ path }) => ({ path: path.slice("page:".length), namespace: "pages" }));
  onLoad({ filter: /.*/, namespace: "pages" }, ({ path }) => ({
    contents: [...pages[path].matchAll(snippet)]
      .map(([, code]) => `${code}\nconsole.log(${JSON.stringify(separator)});`)
      .join("\n"),
    loader: "ts",
    resolveDir: root,
  }));
}

/** The package by its own name is its source. */
function resolvePackage({ onResolve }) {
  onResolve({ filter: /^logpi(\/|$)/ }, ({ path }) => ({
    path: join(root, "src", path.slice("logpi".length), "index.ts"),
  }));
}

const [, script, page] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  const programs = await buildPrograms({ [page]: readFileSync(page, "utf8") });
  try {
    writeFileSync(page, await programs.withOutputs(page));
  } finally {
    programs.remove();
  }
}
