import { box, defineEnvironment, inModule } from "logpi";
import { createGenerator } from "logpi/random";

/**
 * A heater in natural units: temperatures in kelvin, a power from 0 to 10, and the reward minus the distance from the wanted
 * temperature, some hundreds. Nothing is scaled by hand: PPO's defaults do that. Train it with
 *
 *     logpi train examples/heater.ts --steps 200_000 --seed 1
 */
export default inModule(import.meta.url, () => {
  let generator = createGenerator(0);
  let temperature = 0;
  let target = 0;
  let time = 0;
  const observation = () => [temperature, target];
  return defineEnvironment({
    observationSpace: box({ low: -Infinity, high: Infinity, shape: [2] }),
    actionSpace: box({ low: 0, high: 10, shape: [1] }),
    reset({ seed } = {}) {
      if (seed !== undefined) generator = createGenerator(seed);
      temperature = generator.uniform(250, 350);
      target = generator.uniform(500, 800);
      time = 0;
      return { observation: observation() };
    },
    step([power]) {
      temperature += 10 * power! - 0.1 * (temperature - 300);
      const reward = -Math.abs(temperature - target);
      return { observation: observation(), reward, terminated: false, truncated: ++time === 100 };
    },
  });
});
