import { transform } from "@swc/wasm-typescript";

/*
 * How Node before 22.18 loads modules in TypeScript: as later versions do by themselves, by leaving out the types. Node runs
 * this module in a thread of its own, see `register` of node:module.
 */

interface Loaded {
  readonly format?: string | null;
  readonly source?: string | ArrayBufferView | null;
  readonly shortCircuit?: boolean;
}

type Load = (url: string, context: { readonly format?: string | null }) => Promise<Loaded>;

export async function load(url: string, context: Parameters<Load>[1], next: Load): Promise<Loaded> {
  if (!/^file:.*\.m?ts$/.test(url)) return next(url, context);
  const { source } = await next(url, { ...context, format: "module" });
  const text = typeof source === "string" ? source : new TextDecoder().decode(source!);
  return { format: "module", source: await withoutTypes(text, url), shortCircuit: true };
}

/** Lines and columns stay as they are. */
async function withoutTypes(source: string, url: string): Promise<string> {
  try {
    return (await transform(source, { mode: "strip-only", filename: url })).code;
  } catch (error) {
    // It throws plain objects.
    const { message, startLine, startColumn } = error as Record<string, unknown>;
    throw new SyntaxError(`${url}:${startLine}:${startColumn}: ${message}`, { cause: error });
  }
}
