// Evolution strategies: the parameters of a controller from its score alone, though the score has steps and no slope.
import { evolutionStrategy } from "logpi/estimators";
import { createGenerator } from "logpi/random";

/** Lands a craft: the thrust is a function of height and speed, on or off; the score counts fuel and the speed at the end. */
function land([threshold, gain, fuelSaving]: Iterable<number>): number {
  let [height, speed, fuel] = [100, 0, 0];
  for (let second = 0; height > 0 && second < 200; second++) {
    const thrust = speed * gain + threshold > height * Math.exp(fuelSaving) ? 1 : 0;
    speed += 1.6 - 4 * thrust;
    height -= speed;
    fuel += thrust;
  }
  return -Math.abs(speed) - 0.1 * fuel - Math.max(0, height);
}

const generator = createGenerator(3);
let parameters: readonly number[] = [1, 1, 0];
console.log(`before: score ${land(parameters).toFixed(2)}`);
for (let generation = 1; generation <= 60; generation++) {
  const { gradient } = evolutionStrategy(land, parameters, {
    samples: 200,
    deviation: 0.3,
    shaping: "ranks",
    generator,
  });
  parameters = parameters.map((each, i) => each + 0.3 * gradient.parameters[i]);
}
console.log(
  `after:  score ${land(parameters).toFixed(2)} with ${parameters.map((each) => each.toFixed(2)).join(", ")}`,
);
