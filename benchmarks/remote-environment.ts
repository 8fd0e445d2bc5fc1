/**
 * Steps per second of a cart and pole that python/serve_environment.py serves, for 1 and 64 copies in one connection:
 * `npx tsx benchmarks/remote-environment.ts [seconds]`. Beside it the processor time of this process per step, threads
 * included, which says what the client costs also on a machine that does other things.
 */
import { remoteEnvironment, vectorize } from "../src/environments/index.ts";
import { startPython } from "../test/environments/remote/servers.ts";

const seconds = Number(process.argv[2] ?? 3);

async function measure(): Promise<void> {
  const { url, process: server } = await startPython("cart_pole:CartPole");
  for (const count of [1, 64]) {
    const copies = vectorize(remoteEnvironment(url), { count });
    const observations = new Float32Array(count * copies.observationSize);
    const actions = new Int32Array(count);
    copies.reset(observations);
    const began = performance.now();
    const used = process.cpuUsage();
    let steps = 0;
    while (performance.now() - began < seconds * 1000) {
      for (let copy = 0; copy < count; copy += 1) actions[copy] = ((steps + copy) % 3) & 1;
      copies.step(actions, observations);
      steps += count;
    }
    const { user, system } = process.cpuUsage(used);
    const perSecond = Math.round((steps * 1000) / (performance.now() - began));
    console.log(
      `${count} copies: ${perSecond} steps/s, ${((user + system) / steps).toFixed(1)} µs of processor time a step`,
    );
    copies.close();
  }
  server.kill();
}

void measure();
