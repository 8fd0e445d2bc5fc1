import { bytesOfText } from "../../text/bytes-of-text.ts";
import type { Kernels } from "../compiled/kernels.ts";
import { kernelsText } from "./kernels.ts";
import { kernelsIn } from "./kernels-in.ts";

let compiled: WebAssembly.Module | undefined;

/** The kernels as a WebAssembly module, with a memory of their own. */
export function instantiateKernels(): Kernels {
  compiled ??= new WebAssembly.Module(bytesOfText(kernelsText));
  return kernelsIn(compiled);
}
