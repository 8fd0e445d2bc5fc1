import { make } from "../../src/environments/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { probe } from "../probe.ts";
import { type BundleSize, bundles, measureBundle } from "./bundle-size.ts";
import { measurePackage, type PackageSize } from "./package-size.ts";

/** What logpi costs before and beside the computing. Milliseconds and bytes. */
export interface Footprint {
  readonly backends: Partial<Record<"wasm" | "native", BackendFootprint>>;
  readonly package: PackageSize;
  readonly bundles: Readonly<Record<keyof typeof bundles, BundleSize>>;
}

interface BackendFootprint {
  /** From the import of the package to the first action of a saved policy, in a fresh process. */
  readonly startUp: { readonly importing: number; readonly acting: number; readonly total: number };
  /** Compiling the program of PPO's step: the first time in a process, and again. */
  readonly compile: { readonly first: number; readonly again: number };
  /** Of the process: empty, at the peak of a training, and growth of the heap over 10,000 updates. */
  readonly memory: { readonly empty: number; readonly peak: number; readonly growth: number };
}

/** dist/ must be built. */
export async function measureFootprint(backends: readonly ("wasm" | "native")[]): Promise<Footprint> {
  const policy = createPolicy(make("CartPole-v1"), { generator: createGenerator(1) }).save();
  const ofBackend = (backend: "wasm" | "native") => ({
    startUp: probe("start-up.mjs", ["importing", "acting", "total"], {
      times: 21,
      input: policy,
      parameters: ["logpi", backend],
    }),
    compile: probe("compile.mjs", ["first", "again"], { times: 11, parameters: [backend] }),
    memory: probe("memory.mjs", ["empty", "peak", "growth"], { parameters: [backend] }),
  });
  return {
    backends: Object.fromEntries(backends.map((backend) => [backend, ofBackend(backend)])),
    package: measurePackage(),
    bundles: {
      training: await measureBundle(bundles.training.code),
      inference: await measureBundle(bundles.inference.code),
    },
  };
}
