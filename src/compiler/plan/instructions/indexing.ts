import type { Expression, Operation } from "../../../graph/expression.ts";
import { sizeOf } from "../../../graph/shape.ts";
import { instruction } from "../../instruction-set/instruction.ts";
import { asMatrix, type Selections, step } from "./selection.ts";

export const indexing = {
  gatherRows: (node) => {
    const [x, indices] = node.inputs as [Expression, Expression];
    const width = sizeOf(x.shape.slice(1));
    return step(node, [x, indices], (at) =>
      instruction("gatherRows", indices.shape[0], width, x.shape[0], at(node), at(x), at(indices)),
    );
  },
  scatterAddRows: (node) => {
    const [x, indices] = node.inputs as [Expression, Expression];
    const width = sizeOf(x.shape.slice(1));
    return step(node, [x, indices], (at) =>
      instruction("scatterAddRows", indices.shape[0], width, node.shape[0], at(node), at(x), at(indices)),
    );
  },
  pick: (node) => {
    const [x, indices] = node.inputs as [Expression, Expression];
    return step(node, [x, indices], (at) =>
      instruction("pick", ...asMatrix(x.shape), at(node), at(x), at(indices)),
    );
  },
  unpick: (node) => {
    const [x, indices] = node.inputs as [Expression, Expression];
    return step(node, [x, indices], (at) =>
      instruction("unpick", ...asMatrix(node.shape), at(node), at(x), at(indices)),
    );
  },
  oneHot: (node) => {
    const indices = node.inputs[0];
    return step(node, [indices], (at) =>
      instruction("oneHot", ...asMatrix(node.shape), at(node), at(indices)),
    );
  },
} satisfies Partial<Selections<Operation>>;
