import type { Backend } from "../../compiler/backend.ts";
import { valueInText } from "../../text/value-in-text.ts";

/** @throws TypeError unless it is a backend: the name of one would fail only where a program is compiled */
export function requireBackend(owner: string, backend: unknown): void {
  if (typeof (backend as Partial<Backend> | null)?.compile === "function") return;
  throw new TypeError(
    `${owner}: backend is ${valueInText(backend)}; it must be a backend, such as createWasmBackend() of logpi/backends`,
  );
}
