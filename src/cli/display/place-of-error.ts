import { fileURLToPath } from "node:url";
import { ownFolder } from "../own-folder.ts";
import { shownPath } from "./shown-path.ts";

/**
 * Where in a user's file an error began, as "maze.ts:3:20": the first place in the stack of its innermost cause, if that is
 * neither in this program, nor in Node or a package. Undefined otherwise: this program's own errors explain themselves.
 */
export function placeOfError(error: unknown): string | undefined {
  let innermost = error;
  while (innermost instanceof Error && innermost.cause instanceof Error) innermost = innermost.cause;
  if (!(innermost instanceof Error)) return undefined;
  const [frame = ""] = (innermost.stack ?? "").split("\n").filter((line) => /^\s+at /.test(line));
  const [, place, position] =
    /[\s(]((?:file:\/\/)?(?:\/|[A-Za-z]:\\)[^()]*?)(:\d+:\d+)\)?$/.exec(frame) ?? [];
  if (place === undefined || position === undefined) return undefined;
  const path = place.startsWith("file:") ? fileURLToPath(place) : place;
  if (path.startsWith(ownFolder) || /[\\/]node_modules[\\/]/.test(path)) return undefined;
  return `${shownPath(path)}${position}`;
}
