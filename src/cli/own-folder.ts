import { fileURLToPath } from "node:url";

/** The folder of this program's own files: `src/`, or the package when it is built. */
export const ownFolder = fileURLToPath(new URL("..", import.meta.url));
