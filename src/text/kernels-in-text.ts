import { bytesOfText } from "./bytes-of-text.ts";

/**
 * A function that gives what `create` makes of the exports of a WebAssembly module carried as text: once in a thread, at the
 * first call. It gives undefined where there is no WebAssembly, as in a page whose security policy forbids it.
 */
export function kernelsInText<Kernels>(
  text: string,
  create: (exports: WebAssembly.Exports) => Kernels,
): () => Kernels | undefined {
  let kernels: Kernels | undefined;
  let isRefused = false;
  return () => {
    if (kernels === undefined && !isRefused) {
      try {
        const module = new WebAssembly.Module(bytesOfText(text));
        kernels = create(new WebAssembly.Instance(module).exports);
      } catch {
        isRefused = true;
      }
    }
    return kernels;
  };
}
