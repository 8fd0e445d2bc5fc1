import { make } from "../../src/environments/index.ts";
import { createPolicy } from "../../src/policies/index.ts";
import { createGenerator } from "../../src/random/index.ts";
import { probe } from "../probe.ts";
import { type BundleSize, bundles, measureBundle } from "./bundle-size.ts";
import { measurePackage, type PackageSize } from "./package-size.ts";

type BackendName = "wasm" | "native";

/** What logpi costs before and beside the computing. Milliseconds and bytes. */
export interface Footprint {
  readonly startUp: readonly StartUp[];
  readonly training: readonly TrainingFootprint[];
  readonly package: PackageSize;
  readonly bundles: Readonly<Record<keyof typeof bundles, BundleSize>>;
}

/** From the import to the first action of a saved policy, in a fresh process. */
interface StartUp {
  readonly entry: string;
  readonly backend: BackendName;
  readonly importing: number;
  readonly acting: number;
  readonly total: number;
}

interface TrainingFootprint {
  readonly backend: BackendName;
  /** Compiling the program of PPO's step: the first time in a process, and again. */
  readonly compile: { readonly first: number; readonly again: number };
  /** Of the process: empty, at the peak of a training, and growth of the heap over 10,000 updates. */
  readonly memory: { readonly empty: number; readonly peak: number; readonly growth: number };
}

/** dist/ must be built. */
export async function measureFootprint(backends: readonly BackendName[]): Promise<Footprint> {
  const policy = createPolicy(make("CartPole-v1"), { generator: createGenerator(1) }).save();
  const startUp = (entry: string, backend: BackendName): StartUp => ({
    entry,
    backend,
    ...probe("start-up.mjs", ["importing", "acting", "total"], {
      times: 21,
      input: policy,
      parameters: [entry, backend],
    }),
  });
  return {
    startUp: [...backends.map((backend) => startUp("logpi", backend)), startUp("logpi/inference", "wasm")],
    training: backends.map((backend) => ({
      backend,
      compile: probe("compile.ts", ["first", "again"], { times: 11, parameters: [backend] }),
      memory: probe("memory.mjs", ["empty", "peak", "growth"], { parameters: [backend] }),
    })),
    package: measurePackage(),
    bundles: {
      training: await measureBundle(bundles.training.code),
      inference: await measureBundle(bundles.inference.code),
    },
  };
}
