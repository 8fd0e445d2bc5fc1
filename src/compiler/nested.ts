import type { Expression } from "../graph/expression.ts";

/** Expressions in lists and records, as deep as wanted. */
export type Nested<Node extends Expression> = NestedRecord<Node> | readonly (Node | Nested<Node>)[];

export interface NestedRecord<Node extends Expression> {
  readonly [name: string]: Node | Nested<Node>;
}

/**
 * The expressions in order, each by its path: "losses.policy", "gradients.0".
 *
 * @param owner begins the message
 * @throws TypeError for a number, text or nothing in the place of an expression; RangeError when two have the same path
 */
export function byPath<Node extends Expression>(owner: string, nested: Nested<Node>): Record<string, Node> {
  const found: Record<string, Node> = Object.create(null); // has no name of its own, such as "constructor"
  const visit = (parts: Nested<Node>, prefix: string) => {
    for (const [name, part] of Object.entries(parts)) {
      const path = prefix + name;
      if (Object(part) !== part)
        throw new TypeError(`${owner}: "${path}" is ${part}; it must be an expression`);
      if (!isExpression(part)) visit(part as Nested<Node>, `${path}.`);
      else if (!(path in found)) found[path] = part;
      else throw new RangeError(`${owner}: two are called "${path}"; give one of them another name`);
    }
  };
  visit(nested, "");
  return found;
}

/**
 * The same lists and records, where reading an expression calls the function that there is for it.
 *
 * @param getterOf is given the path of the expression, and which of all it is
 */
export function fetching<Node extends Expression>(
  nested: Nested<Node>,
  getterOf: (path: string, index: number) => () => unknown,
): unknown {
  let count = 0;
  const visit = (parts: Nested<Node>, prefix: string): unknown => {
    const made = Array.isArray(parts) ? [] : {};
    for (const [name, part] of Object.entries<Node | Nested<Node>>(parts as NestedRecord<Node>)) {
      const path = prefix + name;
      if (isExpression(part)) {
        Object.defineProperty(made, name, { enumerable: true, get: getterOf(path, count++) });
      } else {
        Object.defineProperty(made, name, {
          enumerable: true,
          value: visit(part as Nested<Node>, `${path}.`),
        });
      }
    }
    return made;
  };
  return visit(nested, "");
}

/** An expression's operation is a string, and lists and records have none. */
function isExpression<Node extends Expression>(part: Node | Nested<Node>): part is Node {
  return typeof (part as Node).operation === "string";
}
