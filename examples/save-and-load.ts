// Trains for a moment, saves the policy as bytes, and acts with what was loaded from them.
import { loadPolicy, make, type Policy, reinforce } from "logpi";

let policy: Policy<Float32Array, number> | undefined;
for (const report of reinforce("CartPole-v1", { steps: 20_000, seed: 1 })) {
  policy = report.policy;
}

const bytes = policy!.save(); // a safetensors file, with the spaces and the architecture in its header
const loaded = loadPolicy<Float32Array, number>(bytes);

const environment = make("CartPole-v1");
let { observation } = environment.reset({ seed: 7 });
let steps = 0;
for (let done = false; !done; steps++) {
  const result = environment.step(loaded.act(observation));
  observation = result.observation;
  done = result.terminated || result.truncated;
}
console.log(`${bytes.length} bytes of policy kept the pole up for ${steps} steps`);
