import { RolldownMagicString } from "rolldown";
import { parseAst } from "rolldown/parseAst";

/**
 * A plugin of rolldown that marks what modules compute at their top level as free of side effects. Importing logpi's
 * modules has none (`sideEffects: false` says so of files), but a bundler cannot see that of a table that is computed, once
 * modules share a file: it would keep the table, and all that it is computed with, in every program.
 *
 * `const table = compute()` becomes `const table = /* @__PURE__ *\/ (() => compute())()`, which minifiers turn back.
 */
export function markPure() {
  return {
    name: "mark-pure",
    renderChunk(code) {
      const marked = new RolldownMagicString(code);
      for (const { type, declarations = [] } of parseAst(code).body) {
        if (type !== "VariableDeclaration") continue;
        for (const { init } of declarations) {
          if (init === null || isPlain(init)) continue;
          marked.appendLeft(init.start, "/* @__PURE__ */ (() => (");
          marked.appendRight(init.end, "))()");
        }
      }
      return { code: marked.toString(), map: marked.generateMap({ hires: "boundary" }).toString() };
    },
  };
}

/** Whether bundlers see that an expression has no side effects. */
function isPlain(expression) {
  switch (expression?.type) {
    case "Literal":
    case "Identifier":
    case "ArrowFunctionExpression":
    case "FunctionExpression":
    case "ClassExpression":
      return true;
    case "UnaryExpression":
      return isPlain(expression.argument);
    case "ArrayExpression":
      return expression.elements.every(isPlain);
    case "ObjectExpression":
      return expression.properties.every((property) => !property.computed && isPlain(property.value));
    default:
      return false;
  }
}
