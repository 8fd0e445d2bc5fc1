import { isAbsolute, relative } from "node:path";

/** Where the program was started: an environment may change the working directory later. */
const start = process.cwd();

/** An absolute path as it is shown and can be typed: from where the program was started, if it is below. */
export function shownPath(path: string): string {
  const short = relative(start, path);
  return short === "" || short.startsWith("..") || isAbsolute(short) ? path : short;
}
