/** Where something stands in a file; both from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A node of a game tree of the Smart Game Format. */
export interface SgfNode {
  /** The values of each property, by its name in capital letters. They are without escapes. */
  readonly properties: ReadonlyMap<string, readonly string[]>;
  /** The node that follows, or several variations, of which the first is the main one. */
  readonly children: readonly SgfNode[];
  /** Where it was read. */
  readonly place?: Place;
}

/** A file is no SGF, or tells of a game that cannot be. */
export class SgfError extends SyntaxError {
  override readonly name = "SgfError";
  /** Where it is wrong, where that is known. */
  readonly place: Place | undefined;

  constructor(problem: string, place: Place | undefined) {
    super(`SGF${place ? `, line ${place.line}, column ${place.column}` : ""}: ${problem}`);
    this.place = place;
  }
}

/** The nodes of the main variation, from the root on. */
export function mainLine(root: SgfNode): SgfNode[] {
  const line = [root];
  for (let node = root.children[0]; node !== undefined; node = node.children[0]) line.push(node);
  return line;
}
