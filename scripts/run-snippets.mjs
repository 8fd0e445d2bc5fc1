/**
 * Runs the programs in a Markdown page: its ```ts blocks, in order, are one program, and what each of them prints
 * stands in a ```text block right behind it. `node scripts/run-snippets.mjs docs/notes.md` writes these blocks anew;
 * the tests compare.
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const snippet = /```ts\n(.*?)```\n(?:\n```text\n.*?```\n)?/gs;
const separator = "\u0000";

/** The page with what its programs print now. */
export async function withOutputs(markdown) {
  const programs = [...markdown.matchAll(snippet)].map(([, code]) => code);
  const outputs = await run(programs);
  return markdown.replace(snippet, (_, code) => {
    const output = outputs.shift();
    return `\`\`\`ts\n${code}\`\`\`\n${output === "" ? "" : `\n\`\`\`text\n${output}\`\`\`\n`}`;
  });
}

async function run(programs) {
  const contents = programs.map((code) => `${code}\nconsole.log(${JSON.stringify(separator)});`).join("\n");
  const { outputFiles } = await build({
    stdin: { contents, loader: "ts", resolveDir: root },
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
    plugins: [{ name: "logpi", setup: resolvePackage }],
  });
  const printed = execFileSync(process.execPath, ["--input-type=module"], {
    input: outputFiles[0].text,
    encoding: "utf8",
  });
  return printed.split(`${separator}\n`).slice(0, -1);
}

/** The package by its own name is its source. */
function resolvePackage({ onResolve }) {
  onResolve({ filter: /^logpi(\/|$)/ }, ({ path }) => ({
    path: join(root, "src", path.slice("logpi".length), "index.ts"),
  }));
}

const [, script, page] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  writeFileSync(page, await withOutputs(readFileSync(page, "utf8")));
}
