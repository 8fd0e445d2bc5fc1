import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { bundles } from "../../benchmarks/footprint/bundle-size.ts";

/** What the bundles had when this was last written down; grows on purpose only, and stays below the limits. */
const expected = { training: 104_992, inference: 26_208 };

describe.each(Object.entries(bundles))("the bundle for %s", (name, { limit, code }) => {
  const most = expected[name as keyof typeof bundles];

  it(`takes at most ${most} bytes gzipped, kernels included`, async () => {
    const { outputFiles, metafile } = await build({
      stdin: { contents: code, resolveDir: fileURLToPath(new URL("../../", import.meta.url)) },
      // From the source, which needs no build.
      alias: Object.fromEntries(
        ["", "/inference"].map((entry) => [
          `logpi${entry}`,
          sourceOf(entry === "" ? "" : `${entry.slice(1)}/`),
        ]),
      ),
      bundle: true,
      minify: true,
      format: "esm",
      platform: "browser",
      metafile: true,
      write: false,
    });
    const [output] = Object.values(metafile.outputs);
    const largest = Object.entries(output!.inputs)
      .map(([file, { bytesInOutput }]) => ({ file, bytesInOutput }))
      .sort((a, b) => b.bytesInOutput - a.bytesInOutput)
      .slice(0, 12)
      .map(({ file, bytesInOutput }) => `  ${bytesInOutput} ${file}`);
    const { length } = gzipSync(outputFiles[0]!.contents, { level: 9 });
    expect(most).toBeLessThan(limit);
    expect(
      length,
      `gzipped bytes; the largest modules, minified:\n${largest.join("\n")}\n`,
    ).toBeLessThanOrEqual(most);
  });
});

function sourceOf(folder: string): string {
  return fileURLToPath(new URL(`../../src/${folder}index.ts`, import.meta.url));
}
