import { createRequire } from "node:module";
import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { ppo } from "../../src/algorithms/index.ts";
import type { BackendName } from "../../src/backends/index.ts";
import { createNativeBackend } from "../../src/backends/native/index.ts";
import { findAddOn } from "../../src/backends/native/load-add-on.ts";
import { sourceHash } from "../../src/compiler/instruction-set/opcodes.ts";
import { addOn } from "./add-on.ts";
import { runProducts } from "./run-products.ts";

const runProductsUrl = new URL("run-products.ts", import.meta.url).href;

describe("which add-on is used", () => {
  const notFound = (place: string): never => {
    throw Object.assign(new Error(`Cannot find module ${place}`), { code: "MODULE_NOT_FOUND" });
  };
  const prebuilt = "@logpi/native-linux-x64";

  it("is the prebuilt package's before the one that was built here", () => {
    const places: string[] = [];
    const found = findAddOn((place) => {
      places.push(place);
      return { sourceHash };
    }, "linux-x64");
    expect(found).toEqual({ sourceHash });
    expect(places).toEqual([prebuilt]);
  });

  it("is the one that was built here if there is no package, or it does not load", () => {
    const broken = (): never => {
      throw Object.assign(new Error("wrong ELF class"), { code: "ERR_DLOPEN_FAILED" });
    };
    for (const fail of [notFound, broken]) {
      const found = findAddOn((place) => (place === prebuilt ? fail(place) : { sourceHash }), "linux-x64");
      expect(found).toEqual({ sourceHash });
    }
  });

  it("is none if it has not been built: the error has the command that builds it, and what works without", () => {
    expect(() => findAddOn(notFound, "linux-x64")).toThrow(
      "native backend: the add-on cannot be used: it has not been built for this machine (linux-x64). " +
        'Build it with `npm run build:native`, or take the backend "wasm", which runs everywhere',
    );
  });

  it("is none if it was built from other kernels", () => {
    const old = (place: string) => (place === prebuilt ? notFound(place) : { sourceHash: "0" });
    expect(() => findAddOn(old, "linux-x64")).toThrow(
      /logpi\.node was built from the source of another version\. Build it with `npm run build:native`/,
    );
  });

  it("is none if it is for another machine", () => {
    const file = createRequire(import.meta.url).resolve("../../kernels/kernels.wasm");
    const load = (place: string) => {
      if (place === prebuilt) return notFound(place);
      process.dlopen({ exports: {} }, file);
    };
    expect(() => findAddOn(load, "linux-x64")).toThrow(
      /logpi\.node was built for another machine or Node \(.+\)\. Build it with/s,
    );
  });
});

describe.skipIf(!addOn)("the native backend (npm run build:native)", () => {
  it("says which instruction sets the processor has when it is asked for another", () => {
    expect(() => createNativeBackend({ instructionSet: "mmx" })).toThrow(
      `native backend: the instruction set is "mmx"; this processor has ${addOn?.instructionSets.join(", ")}`,
    );
  });

  it("takes the most capable, unless LOGPI_INSTRUCTION_SET names another", () => {
    expect(createNativeBackend().instructionSet).toBe(addOn?.instructionSets[0]);
    const least = addOn?.instructionSets.at(-1);
    process.env.LOGPI_INSTRUCTION_SET = least;
    try {
      expect(createNativeBackend().instructionSet).toBe(least);
    } finally {
      delete process.env.LOGPI_INSTRUCTION_SET;
    }
  });

  it("gives the same bits again, and in threads that run at the same time", async () => {
    const instructionSets = addOn?.instructionSets ?? [];
    const hashes = instructionSets.map(runProducts);
    for (const each of hashes) expect(new Set(each).size).toBe(each.length);
    expect(instructionSets.map(runProducts)).toEqual(hashes);
    const inThreads = await Promise.all([inThread(instructionSets), inThread(instructionSets)]);
    expect(inThreads).toEqual([hashes, hashes]);
  });

  it("trains to the same weights again, near those of the wasm backend after one update", () => {
    const weightsOf = (backend: BackendName) => {
      const options = { environments: 4, rolloutSteps: 32, minibatchSize: 64, epochs: 1, steps: 1, backend };
      for (const { policy } of ppo("CartPole-v1", options)) return policy.weights();
    };
    const weights = weightsOf("native");
    expect(weightsOf("native")).toEqual(weights);
    for (const [name, { data }] of Object.entries(weightsOf("wasm")!)) {
      data.forEach((weight, i) => expect(weights![name].data[i]).toBeCloseTo(weight, 4));
    }
  });
});

function inThread(instructionSets: readonly string[]): Promise<string[][]> {
  return new Promise((resolve, reject) => {
    const script = `import("tsx/esm/api").then(({ register }) => (register(), import("${runProductsUrl}")))`;
    const worker = new Worker(script, { eval: true, workerData: instructionSets });
    worker.once("message", resolve);
    worker.once("error", reject);
  });
}
