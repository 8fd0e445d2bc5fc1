// What a compiled program really executes: one step of Adam for a small network, instruction by instruction.
import { createWasmBackend } from "logpi/backends";
import { compile, explain } from "logpi/compiler";
import { input, mean, square, subtract, tanh } from "logpi/graph";
import { dense } from "logpi/networks";
import { adam, descend } from "logpi/optimizers";
import { createGenerator } from "logpi/random";

const generator = createGenerator(0);
const hidden = dense("hidden", { inputs: 8, outputs: 64, generator });
const output = dense("output", { inputs: 64, outputs: 1, generator });

const observations = input([256, 8]);
const returns = input([256, 1]);
const values = output.apply(tanh(hidden.apply(observations)));
const loss = mean(square(subtract(values, returns)));

const parameters = [...hidden.parameters, ...output.parameters];
const { updates } = descend(loss, parameters, adam({ learningRate: 1e-3 }));
const step = compile({ inputs: { observations, returns }, outputs: { loss }, updates }, createWasmBackend());
console.log(String(explain(step)));
