import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

/** Programs for a browser, as small as a page would have them, and the gzipped bytes that each may have. */
export const bundles = {
  training: {
    title: "training PPO",
    limit: 105_000,
    code: `
      import { ppo } from "logpi";
      export const train = (environment, options) => ppo(environment, options);`,
  },
  inference: {
    title: "inference alone",
    limit: 27_000,
    code: `
      import { loadPolicy } from "logpi/inference";
      export const act = (bytes, observation) => loadPolicy(bytes).act(observation);`,
  },
} as const;

export interface BundleSize {
  readonly minified: number;
  readonly gzipped: number;
}

/** Bytes of a program bundled for a browser, kernels included. dist/ must be built. */
export async function measureBundle(code: string): Promise<BundleSize> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL("../../", import.meta.url)) },
    tsconfigRaw: "{}", // whose paths lead to the source
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
  });
  const [{ contents }] = outputFiles;
  return { minified: contents.length, gzipped: gzipSync(contents, { level: 9 }).length };
}
