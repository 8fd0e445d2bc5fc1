import { corridor } from "../../algorithms/corridor.ts";

/** A module that does not say where it is. */
export default () => corridor();
