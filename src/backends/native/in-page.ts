/** index.ts where a bundler makes a program for pages (`browser` in package.json), which have no add-on. @throws Error */
export function createNativeBackend(): never {
  throw new Error(
    "native backend: the add-on cannot be used: it needs Node, and this program was bundled for a browser. " +
      'Take the backend "wasm", which runs everywhere',
  );
}
