import type { SabakiNode } from "@sabaki/sgf";
import type { SgfNode } from "../../../src/go/index.ts";

/** A tree as plain data, without places: that of any parser. */
export interface PlainTree {
  readonly properties: Readonly<Record<string, readonly string[]>>;
  readonly children: readonly PlainTree[];
}

export function plainTree(node: SgfNode | SabakiNode): PlainTree {
  const properties = "data" in node ? node.data : Object.fromEntries(node.properties);
  return { properties, children: node.children.map(plainTree) };
}
