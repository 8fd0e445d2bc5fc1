import { createRequire } from "node:module";
import { createCompiledBackend } from "../../src/backends/compiled/create-backend.ts";
import type { AddOn } from "../../src/backends/native/add-on.ts";
import { attach } from "../../src/backends/native/index.ts";
import type { Backend } from "../../src/compiler/backend.ts";
import { accessesOf } from "../../src/compiler/instruction-set/accesses.ts";
import { sourceHash } from "../../src/compiler/instruction-set/opcodes.ts";
import { trainingForms } from "../../src/compiler/instruction-set/training-forms.ts";

/** The add-on as `npm run build:native -- --sanitize` builds it. */
interface SanitizedAddOn extends AddOn {
  /** Whether the kernels may touch this memory; AddressSanitizer ends the process if they do all the same. */
  allow(bytes: Uint8Array, isAllowed: boolean): void;
}

/** @throws Error when it has not been built from this source */
export function loadSanitizedAddOn(): SanitizedAddOn {
  const require = createRequire(import.meta.url);
  const addOn = require("../../kernels/native/build/Release/logpi-sanitized.node") as SanitizedAddOn;
  if (addOn.sourceHash === sourceHash) return addOn;
  throw new Error("the add-on is of other source; run `npm run build:native -- --sanitize`");
}

/**
 * The native backend under AddressSanitizer and UndefinedBehaviorSanitizer. Of the memory, an instruction may touch what
 * `accessesOf` says that it does, and nothing else.
 */
export function createGuardedBackend(addOn: SanitizedAddOn, instructionSet: string): Backend<Float32Array> {
  const kernels = attach(addOn, instructionSet);
  return createCompiledBackend("native", instructionSet, {
    ...kernels,
    run(program, words) {
      const { buffer } = kernels.memory;
      const code = Int32Array.from(new Int32Array(buffer, program, words));
      const all = new Uint8Array(buffer);
      for (let at = 0; at < words; ) {
        const { length, reads, writes } = accessesOf(code, at, trainingForms);
        const start = program + 4 * at;
        addOn.allow(all, false);
        for (const [address, count] of [
          [kernels.errorRecord, 4],
          [start, length],
          ...reads,
          ...writes,
        ] as const) {
          addOn.allow(new Uint8Array(buffer, address, 4 * count), true);
        }
        const status = kernels.run(start, length);
        addOn.allow(all, true); // Node's own functions are watched, too
        if (status !== 0) return status - at;
        at += length;
      }
      return 0;
    },
  });
}
