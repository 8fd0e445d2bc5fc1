import { nodeModule } from "./node-modules.ts";

/** A name that bundlers do not follow: a page has no use for it. */
const hooks = "./typescript-hooks.js";

/** Whether this thread loads TypeScript by the hooks. */
let registered = false;

/**
 * Imports a module, in Node one in TypeScript too, with all that it imports.
 *
 * @throws what `import` throws
 */
export function importModule(url: string): Promise<Readonly<Record<string, unknown>>> {
  // Once Node has failed to load a module, it does not try again: so this comes first.
  if (!registered && /\.m?ts$/.test(url)) registerHooks();
  return import(/* @vite-ignore */ /* webpackIgnore: true */ url);
}

function registerHooks(): void {
  registered = true;
  const readsTypes = (globalThis.process?.features as { readonly typescript?: unknown } | undefined)
    ?.typescript;
  if (readsTypes) return;
  const file = new URL(hooks, import.meta.url);
  // The source has no such file: whatever runs it reads TypeScript already.
  if (nodeModule("node:fs")?.existsSync(file)) nodeModule("node:module")?.register(file);
}
