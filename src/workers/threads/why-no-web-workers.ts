/** Why a page, or whatever else is not Node, can start no threads, and what helps; undefined when it can. */
export function whyNoWebWorkers(): string | undefined {
  if (typeof Worker === "undefined") return "there are no web workers here";
  return globalThis.crossOriginIsolated
    ? undefined
    : "the page is not cross-origin isolated: serve it with the headers Cross-Origin-Opener-Policy: same-origin " +
        "and Cross-Origin-Embedder-Policy: require-corp";
}
