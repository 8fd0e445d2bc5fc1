import { existsSync } from "node:fs";

/** Where Debian puts GNU Go. */
export const gnuGoPath = "/usr/games/gnugo";

/** Whether it is installed (apt-get install gnugo): what needs it is skipped otherwise. */
export const hasGnuGo = existsSync(gnuGoPath);
