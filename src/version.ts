/** The version of logpi: that of package.json, as a test holds. Written here, since a program's bundle leaves that file behind. */
export const version = "0.1.0";
