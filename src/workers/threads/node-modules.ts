interface NodeModules {
  readonly "node:child_process": typeof import("node:child_process");
  readonly "node:worker_threads": typeof import("node:worker_threads");
  readonly "node:os": typeof import("node:os");
  readonly "node:module": typeof import("node:module");
  readonly "node:fs": typeof import("node:fs");
  readonly "node:zlib": typeof import("node:zlib");
}

/** Node's own modules; undefined elsewhere, and in a Node before 20.16. */
export function nodeModule<Id extends keyof NodeModules>(id: Id): NodeModules[Id] | undefined {
  if (typeof process === "undefined") return undefined;
  return process.getBuiltinModule?.(id) as NodeModules[Id] | undefined;
}
