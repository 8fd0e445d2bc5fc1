/**
 * Ends a process that was started as the leader of a group of its own, and the processes that it has started, such as the engine
 * that a script is there for. Nothing happens where all of them have ended.
 */
export function killGroup(leader: number): void {
  try {
    process.kill(process.platform === "win32" ? leader : -leader, "SIGKILL");
  } catch {
    // there is none any more
  }
}
