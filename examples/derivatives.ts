// Expressions, their gradients and second derivatives: the score of a softmax, and its Fisher information.
import { createWasmBackend } from "logpi/backends";
import { compile } from "logpi/compiler";
import { categorical } from "logpi/distributions";
import { constant, grad, multiply, reshape, sum, toInt, variable } from "logpi/graph";

const logits = variable("logits", [1, 3], [0.5, -1, 0]);
const action = toInt(constant([0], [1]));

// ∇ log π(a): 1 − π(a) at the action taken, −π elsewhere.
const [score] = grad(sum(categorical(logits).logProb(action)), [logits]);

// −∇² log π(a) · v, here with v = (1, 0, 0): for a softmax this is the Fisher information times v, whatever a is.
const along = sum(multiply(score, constant([-1, 0, 0], [1, 3])));
const [fisherTimesV] = grad(along, [logits]);

const program = compile(
  { outputs: { score, fisherTimesV: reshape(fisherTimesV, [3]) } },
  createWasmBackend(),
);
program.run();
const rounded = (values: Float32Array) => Array.from(values, (value) => value.toFixed(4)).join(", ");
console.log(`score:          ${rounded(program.outputs.score)}`);
console.log(`Fisher times v: ${rounded(program.outputs.fisherTimesV)}`);
