/**
 * What says which flags of Node a thread has. With the flag which says how a main program that is no file is to be read, Node
 * starts no thread. Flags that are named are held to be the thread's own, and V8's are refused: so either all are inherited or
 * none is.
 */
export function inheritedFlags(): { readonly execArgv?: string[] } {
  return process.execArgv.some((flag) => flag.startsWith("--input-type")) ? { execArgv: [] } : {};
}
