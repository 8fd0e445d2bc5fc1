/** What ends the engines that are running, for when this process ends before they do. */
const ends = new Set<() => void>();
let isListening = false;

/**
 * Calls a function when this process ends, for Node.
 *
 * @returns takes it back
 */
export function endWithProcess(end: () => void): () => void {
  if (!isListening) {
    isListening = true;
    process.on("exit", () => {
      for (const each of ends) each();
    });
  }
  ends.add(end);
  return () => void ends.delete(end);
}
