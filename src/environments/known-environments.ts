/** The environments beside the smallest ones that are found by their ids from the beginning. In Node: all that there are. */
export { furtherEnvironments, furtherEnvironments as knownEnvironments } from "./further-environments.ts";
export { environmentAt } from "./remote/remote-environment.ts";

/** What to say besides where an id is not known. */
export const hint: string = "";
